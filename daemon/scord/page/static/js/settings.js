// Réglages: what a person changed is sent at once, checked as a whole, and then taken up.
import { ask } from "./session.js";
import { fail, tell } from "./toasts.js";
import { say } from "./words.js";
import { show } from "./views.js";

const POLL_MS = 500;
const view = document.getElementById("view");

export function followSettings() {
  view.addEventListener("shown", () => {
    if (view.querySelector("[data-pending]")) untilTaken();
  });
  view.addEventListener("click", (event) => {
    const adds = event.target.closest("[data-add-row]");
    const removes = event.target.closest("[data-remove-row]");
    const tries = event.target.closest("[data-test]");
    if (adds) addRow(adds.closest("[data-place]"));
    if (removes) removeRow(removes.closest("[data-table]"));
    if (tries) attempt(tries);
  });
  view.addEventListener("submit", (event) => {
    if (!("settings" in event.target.dataset)) return;
    event.preventDefault();
    event.stopPropagation();
    save(event.target);
  });
}

function addRow(place) {
  const row = place.querySelector("template").content.cloneNode(true);
  const number = place.querySelectorAll("[data-table]").length + 1;
  for (const field of row.querySelectorAll("[id]")) field.id = `${field.id}-${number}`;
  for (const label of row.querySelectorAll("label")) label.htmlFor = `${label.htmlFor}-${number}`;
  place.querySelector("template").before(row);
  place.closest("form").dataset.touched = "";
  [...place.querySelectorAll("[data-table]")].at(-1).querySelector("input")?.focus();
}

function removeRow(row) {
  row.closest("form").dataset.touched = "";
  row.remove();
}

async function save(form) {
  const changes = {};
  for (const place of form.querySelectorAll("[data-place]")) {
    if (place.querySelector(":disabled")) continue;
    const value = valueAt(place);
    const was = JSON.parse(place.dataset.was);
    if (!same(value, was)) changes[place.dataset.place] = value;
  }
  if (!Object.keys(changes).length) return tell(say("unchanged"));
  try {
    const json = { revision: form.dataset.settings, changes };
    const told = await (await ask("/v1/settings", { method: "POST", json })).json();
    showFaults(form, told.faults);
    if (!told.changed) return;
    delete form.dataset.touched;
    tell(say("saved"));
    await untilTaken();
  } catch (fault) {
    fail(fault);
  }
}

// The service takes the settings up in about a second, and answers all the while.
async function untilTaken() {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    try {
      if (!(await (await ask("/v1/settings")).json()).pending) break;
    } catch (fault) {
      if (fault.isLocked) return show();
    }
  }
  delete view.querySelector("form[data-settings]")?.dataset.touched;
  await show();
}

function showFaults(form, faults) {
  for (const place of form.querySelectorAll("[data-place]")) {
    const mine = faults.filter((fault) =>
      fault.place === place.dataset.place || fault.place.startsWith(`${place.dataset.place}.`));
    const shown = place.querySelector(".faults");
    shown.textContent = mine.map(({ place: at, reason }) => `${at} : ${reason}`).join(" ; ");
    shown.hidden = !mine.length;
  }
  form.querySelector(".faults:not([hidden])")?.scrollIntoView({ block: "center" });
}

function valueAt(place) {
  if (place.dataset.shape === "tables") {
    return [...place.querySelectorAll("[data-table]")].map((row) => {
      const fields = [...row.querySelectorAll("[data-shape]")].map((field) => [field.name, valueOf(field)]);
      return Object.fromEntries(fields.filter(([, value]) => value !== null));
    });
  }
  return valueOf(place.querySelector("[data-shape]"));
}

const lines = (field) => field.value.split("\n").map((line) => line.trim()).filter(Boolean);
const READ = {
  flag: (field) => field.checked,
  number: (field) => (field.value === "" ? null : Number(field.value)),
  list: lines,
  map: (field) => Object.fromEntries(lines(field).map((line) => {
    const [name, ...rest] = line.split("=");
    return [name.trim(), rest.join("=").trim()];
  })),
};

function valueOf(field) {
  const read = READ[field.dataset.shape];
  return read ? read(field) : field.value.trim() || null;
}

// What stands unsaid in a table counts as its default; times have no seconds here.
function same(value, was) {
  if (Array.isArray(value) && Array.isArray(was))
    return value.length === was.length && value.every((one, at) => same(one, was[at]));
  if (value && was && typeof value === "object" && typeof was === "object")
    return [...new Set([...Object.keys(value), ...Object.keys(was)])].every((name) =>
      same(value[name] ?? null, was[name] ?? null));
  if (typeof was === "string" && /^\d\d:\d\d:00$/.test(was)) return value === was || `${value}:00` === was;
  return value === was;
}

async function attempt(button) {
  button.setAttribute("aria-disabled", "true");
  try {
    const json = JSON.parse(button.dataset.body);
    const told = await (await ask(button.dataset.test, { method: "POST", json })).json();
    if (told.ok) tell([told.title, told.advice].filter(Boolean).join(" "));
    else fail(told);
  } catch (fault) {
    fail(fault);
  } finally {
    button.removeAttribute("aria-disabled");
  }
}
