// À classer by keyboard and by drag: each key presses the button that a mouse would.
import { act } from "./acts.js";
import { arrange } from "./arrange.js";
import { fetchAhead } from "./pictures.js";
import { undoLast } from "./toasts.js";
import { go } from "./views.js";

const view = document.getElementById("view");
const keys = document.getElementById("keys");

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

// What was settled makes room for the next; an undo comes back to it.
function onActed({ detail }) {
  const settled = /^\/v1\/documents\/(\d+)\/(file|set-aside)$/.exec(detail.path);
  const back = /^\/v1\/documents\/(\d+)\/(take-back|bring-back)$/.exec(detail.path);
  if (!desk()) return;
  if (settled && settled[1] === desk().dataset.document)
    history.replaceState(null, "", desk().dataset.next ? `?document=${desk().dataset.next}` : location.pathname);
  if (back) history.replaceState(null, "", `?document=${back[1]}`);
}

function onShown() {
  if (!desk()) return;
  keys.innerHTML = view.querySelector("template#keys-told")?.innerHTML ?? "";
  fetchAhead(JSON.parse(desk().dataset.ahead));
  view.querySelector(".waiting [aria-current]")?.scrollIntoView({ block: "nearest" });
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

