// Justificatif papier: the patient signs, or does not, and the form is made and attached.
import { act } from "./acts.js";
import { clear, followPads, strokesOf } from "./pad.js";
import { fail } from "./toasts.js";
import { say } from "./words.js";

const view = document.getElementById("view");

export function followSigning() {
  followPads(view);
  view.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-sign]");
    if (form) form.querySelector("[data-pad]").hidden = form.elements.patient.value !== "signed";
  });
  view.addEventListener("submit", (event) => {
    if (!event.target.dataset.sign) return;
    event.preventDefault();
    sign(event.target);
  });
  view.addEventListener("close", (event) => {
    const form = event.target.querySelector?.("form[data-sign]");
    if (form) leave(form);
  }, { capture: true }); // a dialog's close does not bubble
}

async function sign(form) {
  const canvas = form.querySelector("canvas");
  const patient = form.elements.patient.value;
  const strokes = patient === "signed" ? strokesOf(canvas) : [];
  if (patient === "signed" && !strokes.length) return fail({ title: say("signFirst"), advice: "" });
  delete form.dataset.touched;
  const { sign: path, done } = form.dataset;
  const told = await act(path, { body: { patient, strokes }, done });
  if (told !== null) form.closest("dialog").close();
}

// A signature is for what was shown with it: nothing of it stays for another time.
function leave(form) {
  clear(form.querySelector("canvas"));
  form.reset();
  form.querySelector("[data-pad]").hidden = false;
  delete form.dataset.touched;
}
