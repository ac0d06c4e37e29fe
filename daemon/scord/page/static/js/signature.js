// Réglages: a practitioner's signature, from a file or drawn, shown as it is stamped.
import { act, confirmed } from "./acts.js";
import { clear, strokesOf } from "./pad.js";
import { ask } from "./session.js";
import { fail } from "./toasts.js";
import { say } from "./words.js";

const view = document.getElementById("view");

export function followSignatures() {
  view.addEventListener("shown", () => {
    for (const form of view.querySelectorAll("form[data-signature]")) look(form);
  });
  view.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-signature]");
    if (form) form.dataset.touched = "";
  });
  view.addEventListener("submit", (event) => {
    if (!event.target.dataset.signature) return;
    event.preventDefault();
    save(event.target);
  });
  view.addEventListener("click", (event) => {
    const button = event.target.closest("[data-forget]");
    if (button) forget(button);
  });
}

async function look(form) {
  try {
    show(form, await (await ask(form.dataset.signature)).json());
  } catch (fault) {
    fail(fault);
  }
}

function show(form, { picture, on_forms: onForms }) {
  const image = form.querySelector("img.signature");
  image.hidden = form.querySelector("[data-forget]").hidden = !picture;
  if (image.src) URL.revokeObjectURL(image.src);
  image.removeAttribute("src");
  if (picture) image.src = URL.createObjectURL(new Blob([bytes(picture)], { type: "image/png" }));
  if (!("touched" in form.dataset)) form.elements.on_forms.checked = onForms;
}

async function save(form) {
  const drawing = form.querySelector("canvas");
  const drawn = strokesOf(drawing).length && (await new Promise((done) => drawing.toBlob(done)));
  const file = form.elements.file.files[0] ?? (drawn || null);
  const kept = !form.querySelector("img.signature").hidden;
  if (!file && !kept) return fail({ title: say("noSignature"), advice: "" });
  const body = { on_forms: form.elements.on_forms.checked };
  if (file) body.picture = base64(new Uint8Array(await file.arrayBuffer()));
  delete form.dataset.touched;
  const told = await act(form.dataset.signature, { body, done: form.dataset.done });
  if (told === null) return (form.dataset.touched = "");
  form.elements.file.value = "";
  clear(drawing);
}

async function forget(button) {
  const { confirm, done } = button.dataset;
  if (!(await confirmed(confirm, button.textContent.trim()))) return;
  await act(`${button.closest("form").dataset.signature}/forget`, { done });
}

const bytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));

function base64(data) {
  let text = "";
  for (let at = 0; at < data.length; at += 8192) text += String.fromCharCode(...data.subarray(at, at + 8192));
  return btoa(text);
}
