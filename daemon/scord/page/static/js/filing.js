// À classer by keyboard and by drag: each key presses the button that a mouse would.
import { act } from "./acts.js";
import { arrange } from "./arrange.js";
import { fetchAhead } from "./pictures.js";
import { note, undoLast } from "./toasts.js";
import { go } from "./views.js";
import { say } from "./words.js";

const STILL_MS = 1_000; // in which nothing can be pressed after news have changed what keys mean

const view = document.getElementById("view");
const keys = document.getElementById("keys");

let picked = {}; // by the person: which type for which document
let meaning = []; // the document of the desk, then the invoice of each number
let stillness = null;

const desk = () => view.querySelector("[data-desk]");

function press(selector) {
  const pressed = desk().querySelector(selector);
  if (pressed?.checkVisibility()) pressed.click();
}

const TYPE_KEYS = { o: "ORDN", d: "DSIP", a: "AUTP", f: "FSNC", g: "FSDE" };

const KEYS = {
  j: () => move(desk().dataset.next),
  k: () => move(desk().dataset.previous),
  x: () => press("[data-key=x]"),
  u: () => undoLast(),
  r: () => press("[data-key=r]"),
  p: () => press("[data-key=p]"),
  m: () => press("[data-key=m]"),
  n: () => turnPage(1),
  b: () => turnPage(-1),
  "/": () => desk().querySelector("input[type=search]")?.focus(),
  "?": () => keys.showModal(),
};

export function followFiling() {
  document.addEventListener("keydown", onKey);
  view.addEventListener("shown", onShown);
  view.addEventListener("acted", onActed);
  view.addEventListener("click", onClickWhileStill, { capture: true });
  view.addEventListener("change", onChange);
  view.addEventListener("dragstart", onDragStart);
  view.addEventListener("dragover", onDragOver);
  view.addEventListener("drop", onDrop);
  view.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-arrange]");
    if (opener) arrange(JSON.parse(opener.dataset.arrange));
    const step = event.target.closest("[data-step]");
    if (step) turnPage(Number(step.dataset.step));
  });
}

function onKey(event) {
  const writes = event.target.matches("input:not([type=radio], [type=checkbox]), select, textarea");
  if (!desk() || writes || document.querySelector("dialog[open]")) return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (isStill()) return event.preventDefault();
  const key = event.key.toLowerCase();
  const type = TYPE_KEYS[key];
  const done = type
    ? press(`input[name=document_type][value=${type}]`)
    : /^[1-9]$/.test(key)
      ? press(`[data-candidate="${key}"]`)
      : KEYS[key]?.();
  if (done !== undefined || type || KEYS[key] || /^[1-9]$/.test(key)) event.preventDefault();
}

function move(document_) {
  if (document_) go(`/a-classer?document=${document_}`, { replace: true });
}

// An undo comes back to what was settled.
function onActed({ detail }) {
  const back = /^\/v1\/documents\/(\d+)\/(take-back|bring-back)$/.exec(detail.path);
  if (desk() && back) history.replaceState(null, "", `?document=${back[1]}`);
}

function onShown({ detail }) {
  const before = meaning;
  meaning = desk() ? [desk().dataset.document, ...invoicesByNumber()] : [];
  if (!desk()) return;
  if (detail.news && before.length && `${before}` !== `${meaning}`) beStill(before[0] !== meaning[0]);
  if (picked.document === meaning[0]) typeInput(picked.type).checked = true;
  keys.innerHTML = view.querySelector("template#keys-told")?.innerHTML ?? "";
  fetchAhead(JSON.parse(desk().dataset.ahead));
  view.querySelector(".waiting [aria-current]")?.scrollIntoView({ block: "nearest" });
}

const invoicesByNumber = () => [...desk().querySelectorAll("[data-candidate]")].map((one) => one.value);
const typeInput = (type) => desk().querySelector(`input[name=document_type][value=${type}]`);

// What a person is about to press must not land on a paper or an invoice that they have not seen.
function beStill(isAnotherDocument) {
  clearTimeout(stillness);
  view.dataset.still = "";
  stillness = setTimeout(() => delete view.dataset.still, STILL_MS);
  if (isAnotherDocument) note(say("settledElsewhere"));
}

const isStill = () => "still" in view.dataset;

function onClickWhileStill(event) {
  if (!isStill() || !event.target.closest("[data-desk] button")) return;
  event.preventDefault();
  event.stopPropagation();
}

// The choice of a type outlives news of the view.
function onChange({ target }) {
  if (target.matches("[data-kept]")) picked = { document: desk().dataset.document, type: target.value };
}

// The large picture shows one page; the others stand beside it as links to it.
function turnPage(step) {
  const pages = [...view.querySelectorAll("[data-page]")];
  const now = pages.findIndex((page) => page.hasAttribute("data-shown"));
  const next = pages[now + step];
  if (!next) return;
  pages[now]?.removeAttribute("data-shown");
  next.setAttribute("data-shown", "");
  next.scrollIntoView({ block: "nearest" });
}

function onDragStart(event) {
  const dragged = event.target.closest("[data-drag]");
  if (!dragged) return;
  event.dataTransfer.setData("application/x-scord-document", dragged.dataset.drag);
  event.dataTransfer.effectAllowed = "move";
}

const isDocument = (event) => event.dataTransfer.types.includes("application/x-scord-document");

function onDragOver(event) {
  if (event.target.closest("[data-candidate]") && isDocument(event)) event.preventDefault();
}

function onDrop(event) {
  const target = event.target.closest("[data-candidate]");
  if (!target || !isDocument(event)) return;
  event.preventDefault();
  const document_ = event.dataTransfer.getData("application/x-scord-document");
  if (document_ === desk().dataset.document) return target.click();
  const usual = JSON.parse(target.dataset.usual || "{}");
  const chosen = desk().querySelector("input[name=document_type]:checked")?.value;
  act(`/v1/documents/${document_}/file`, {
    body: { ...usual, ...(chosen && { document_type: chosen }), invoice: Number(target.value) },
    done: target.dataset.done,
    undo: `/v1/documents/${document_}/take-back`,
  });
}

