// Corriger: what an invoice is to say, gathered from the form and sent as one.
import { act } from "./acts.js";
import { go } from "./views.js";

const view = document.getElementById("view");

export function followCorrecting() {
  view.addEventListener("click", (event) => {
    const form = event.target.closest("form[data-correct]");
    if (!form) return;
    if (event.target.closest("[data-add-line]")) addLine(form);
    if (event.target.closest("[data-remove-row]")) queueMicrotask(() => total(form));
  });
  view.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-correct]");
    if (form) total(form);
  });
  view.addEventListener("submit", (event) => {
    if (!event.target.dataset.correct) return;
    event.preventDefault();
    save(event.target);
  });
}

function addLine(form) {
  const rows = form.querySelector("[data-lines]");
  const row = form.querySelector("[data-line]").content.cloneNode(true);
  for (const field of row.querySelectorAll("[id]")) field.id += `-${rows.children.length}`;
  rows.append(row);
  form.dataset.touched = "";
  rows.lastElementChild.querySelector("input").focus();
}

const cents = (text) => Math.round(Number(text.replace(/\s/g, "").replace(",", ".")) * 100);
const READ = { amount_cents: cents, quantity: Number };
const read = (field) => (READ[field.name] ?? String)(field.value);
const lines = (form) => [...form.querySelectorAll("[data-lines] tr")].map((row) =>
  Object.fromEntries([...row.querySelectorAll("[name]")].map((field) => [field.name, read(field)])));

function total(form) {
  form.dataset.touched = "";
  const sum = lines(form).reduce((all, line) => all + (line.amount_cents || 0), 0);
  form.querySelector("[data-total]").textContent = new Intl.NumberFormat(
    document.documentElement.lang, { style: "currency", currency: "EUR" }).format(sum / 100);
}

async function save(form) {
  const invoice = { lines: lines(form) };
  for (const field of form.querySelectorAll("[name]")) {
    if (field.name === "why" || field.closest("[data-lines]")) continue;
    put(invoice, field.name.split("."), field.value.trim());
  }
  const { correct, done } = form.dataset;
  const body = { invoice, why: form.elements.why.value };
  const told = await act(`/v1/invoices/${correct}/correct`, { body, done });
  if (told) await go(`/factures/${told.id}`);
}

function put(into, [first, ...rest], value) {
  if (!rest.length) into[first] = value;
  else put((into[first] ??= {}), rest, value);
}
