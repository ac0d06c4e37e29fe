// What a person does: a button or form names the API's act, which is done, told and can be undone.
//   data-act      the address; data-method, POST unless said; data-body, JSON
//   data-dialog opens the dialog of that id, data-fill (JSON) says what its form begins with;
//   data-close closes the one it stands in
//   data-confirm  what is asked first; data-done, what is told afterwards; data-undo, the act back
//   data-go       the view that takes the place of this one afterwards
import { ask } from "./session.js";
import { fail, tell } from "./toasts.js";
import { go, hear, refresh } from "./views.js";
import { say } from "./words.js";

const question = document.getElementById("question");
const view = document.getElementById("view");

const BUTTONS = ["act", "fetch", "dialog", "close"].map((name) => `button[data-${name}]`).join();

// The way back where only the answer tells it.
const BACK = { "/v1/documents/arrange": (told) => `/v1/documents/${told[0].id}/arrange-back` };

export async function act(path, { method = "POST", body, done, undo, undoBody, next } = {}) {
  try {
    const answer = await ask(path, { method, json: body });
    const told = answer.headers.get("content-type")?.includes("json") ? await answer.json() : null;
    const way = undo ?? BACK[path]?.(told);
    const back = way && (() => act(way, { body: undoBody, done: say("undone") }));
    if (done) tell(done, { undo: back });
    view.dispatchEvent(new CustomEvent("acted", { detail: { path, told } }));
    await (next ? go(next, { replace: true }) : refresh());
    return told;
  } catch (fault) {
    fail(fault);
    return null;
  }
}

export function confirmed(text, yes) {
  document.getElementById("question-text").textContent = text;
  document.getElementById("question-yes").textContent = yes;
  question.returnValue = "no";
  question.showModal();
  return new Promise((resolve) => {
    question.addEventListener("close", () => resolve(question.returnValue === "yes"), {
      once: true,
    });
  });
}

export function followActs() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest(BUTTONS);
    if (!button) return;
    if ("close" in button.dataset) return button.closest("dialog").close();
    if (button.dataset.dialog) return openDialog(button.dataset);
    if (button.dataset.fetch) return held(button, () => fetchFile(button));
    if (button.type !== "submit") return held(button, () => doButton(button));
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.dataset.act) return;
    event.preventDefault();
    held(event.submitter ?? form, () => doForm(form, event.submitter));
  });
}

function openDialog({ dialog: id, fill }) {
  const dialog = document.getElementById(id);
  const fields = dialog.querySelector("form")?.elements;
  for (const [name, value] of Object.entries(JSON.parse(fill ?? "{}"))) fields[name].value = value;
  dialog.showModal();
}

async function doButton(button) {
  const { act: path, method, body, confirm, done, undo, undoBody, go: next } = button.dataset;
  if (confirm && !(await confirmed(confirm, button.textContent.trim()))) return;
  const parsed = (text) => (text ? JSON.parse(text) : undefined);
  const asked = { method, body: parsed(body), done, undo, undoBody: parsed(undoBody), next };
  return act(path, asked);
}

async function doForm(form, submitter) {
  const { act: path, method, done, undo, go: next } = form.dataset;
  const body = valuesOf(form, submitter);
  if (form.dataset.needs && !body[form.dataset.needs]) return fail({ title: say("pickType"), advice: "" });
  const { touched } = form.dataset;
  delete form.dataset.touched;
  const told = await act(path, { method, body, done: submitter?.dataset.done ?? done, undo, next });
  if (told !== null) form.closest("dialog")?.close();
  else if (touched !== undefined) form.dataset.touched = touched;
  return told;
}

// The fields as the API wants them: numbers as such, boxes as true and false, nothing for empty.
// What the pressed button says in data-<name> holds for a field that was left empty.
function valuesOf(form, submitter) {
  const values = {};
  for (const field of form.elements) {
    if (!field.name || field.disabled || field.type === "submit") continue;
    if (field.type === "radio" && !field.checked) continue;
    if (field.dataset.kind === "list") values[field.name] = [...(values[field.name] ?? []), ...(field.checked ? [field.value] : [])];
    else if (field.type === "checkbox") values[field.name] = field.checked;
    else if (field.value !== "")
      values[field.name] = field.dataset.kind === "number" ? Number(field.value) : field.value;
  }
  if (submitter?.name) values[submitter.name] = Number(submitter.value);
  const usual = submitter?.dataset.usual ? JSON.parse(submitter.dataset.usual) : {};
  return { ...usual, ...values };
}

// The file of an address that needs the key: shown in a tab of its own or saved.
async function fetchFile(button) {
  const { fetch: path, method, body, name } = button.dataset;
  try {
    const json = method === "POST" ? JSON.parse(body ?? "{}") : undefined;
    const file = await (await ask(path, { method, json })).blob();
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    tell(button.dataset.done ?? name);
  } catch (fault) {
    fail(fault);
  }
}

// While something is under way its button cannot be pressed again, nor another of the same form or
// of a part that is but one matter ([data-matter]). What went wrong may be due to news that were
// held off meanwhile.
async function held(button, work) {
  const whole = button.closest("[data-matter]") ?? button.form ?? button;
  if ("held" in whole.dataset) return;
  whole.dataset.held = "";
  button.setAttribute("aria-disabled", "true");
  let told = null;
  try {
    told = await work();
  } finally {
    delete whole.dataset.held;
    button.removeAttribute("aria-disabled");
  }
  if (told === null) await hear();
}
