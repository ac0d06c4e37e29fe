// Short notices at the foot of the page, with a way back where there is one.
import { say } from "./words.js";

const LASTING_MS = 12_000;
const shelf = document.getElementById("toasts");
let lastUndo = null;

export function tell(text, { undo = null } = {}) {
  lastUndo = undo;
  const toast = put(text, "told");
  if (undo) toast.append(button(say("undo"), () => takeBack(toast, undo)));
  fade(toast);
}

// What has happened by itself: the last act can still be undone.
export const note = (text) => fade(put(text, "told"));

export function fail(fault) {
  const title = fault.title ?? say("gone");
  const toast = put(title, "failed");
  const advice = document.createElement("p");
  advice.textContent = fault.title ? fault.advice : say("again");
  toast.append(advice, button(say("close"), () => toast.remove()));
}

// What was done last, undone; false where there is nothing to undo.
export function undoLast() {
  if (!lastUndo) return false;
  takeBack(shelf.lastElementChild, lastUndo);
  return true;
}

// A notice whose words change while something is under way.
export function progress() {
  const toast = put("", "told");
  return {
    say: (text) => (toast.firstChild.textContent = text),
    end: (text) => {
      toast.firstChild.textContent = text;
      fade(toast);
    },
    fail: (fault) => {
      toast.remove();
      fail(fault);
    },
  };
}

async function takeBack(toast, undo) {
  lastUndo = null;
  toast?.remove();
  await undo();
}

function put(text, kind) {
  const toast = document.createElement("div");
  toast.className = `toast ${kind}`;
  const words = document.createElement("p");
  words.textContent = text;
  toast.append(words);
  shelf.append(toast);
  while (shelf.children.length > 4) shelf.firstElementChild.remove();
  return toast;
}

function button(text, press) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.addEventListener("click", press);
  return made;
}

function fade(toast) {
  const gone = () => (toast.matches(":hover, :focus-within") ? later() : toast.remove());
  const later = () => setTimeout(gone, LASTING_MS);
  later();
}
