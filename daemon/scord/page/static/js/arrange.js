// The pages of papers put in order: turned, moved, cut apart, joined, left out; done when confirmed.
import { act } from "./acts.js";
import { hydrate } from "./pictures.js";
import { say } from "./words.js";

// `told`: {documents: [{id, pages}], title, apply, cancel, done}, words by the view; `joined`: the
// documents begin as one.
export function arrange(told) {
  const pages = told.documents.flatMap(({ id, pages: count }) =>
    Array.from({ length: count }, (_, index) => ({ document: id, page: index + 1, turn: 0 })));
  const first = new Set(told.documents.map(({ id }) => id));
  for (const page of pages) page.starts = page.page === 1 && first.delete(page.document) && !told.joined;
  const dialog = document.createElement("dialog");
  dialog.className = "arranging";
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  draw(dialog, told, pages);
  dialog.showModal();
}

function draw(dialog, told, pages, focus) {
  pages[0].starts = true;
  const heading = element("h2", { textContent: told.title, id: "arranging-heading" });
  dialog.setAttribute("aria-labelledby", heading.id);
  const list = element("ol", { className: "sheets" });
  let number = 0;
  pages.forEach((page, index) => {
    if (page.starts && !page.left) number += 1;
    list.append(sheet(pages, index, page.starts && !page.left ? number : 0, again));
  });
  const cancel = element("button", { type: "button", textContent: told.cancel });
  cancel.addEventListener("click", () => dialog.close());
  const apply = element("button", { type: "button", className: "main", textContent: told.apply });
  apply.addEventListener("click", () => send(dialog, told, pages));
  const buttons = element("div", { className: "buttons" });
  buttons.append(cancel, apply);
  dialog.replaceChildren(heading, list, buttons);
  hydrate(dialog);
  if (focus) dialog.querySelector(`[data-sheet="${focus.index}"] [data-does="${focus.does}"]`)?.focus();

  function again(focused) {
    draw(dialog, told, pages, focused);
  }
}

function sheet(pages, index, number, again) {
  const page = pages[index];
  const item = element("li", { className: page.left ? "left" : "" });
  item.dataset.sheet = index;
  if (number) item.append(element("p", { className: "starts", textContent: say("newDocument", { number }) }));
  const picture = element("img", { alt: say("page", { number: index + 1, pages: pages.length }), width: 160, height: 226 });
  picture.dataset.src = `/v1/documents/${page.document}/pages/${page.page}.png?width=160`;
  picture.className = `turn-${page.turn}`;
  const tools = element("div", { className: "tools" });
  const tool = (does, icon, change, off) => tools.append(button(does, icon, off, () => {
    again({ index: change() ?? index, does });
  }));
  tool("earlier", "arrow-left", () => swap(pages, index, index - 1), index === 0);
  tool("turn", "rotate-cw", () => void (page.turn = (page.turn + 1) % 4));
  tool(page.starts ? "join" : "cut", page.starts ? "merge" : "scissors", () => void (page.starts = !page.starts), index === 0);
  tool(page.left ? "keep" : "leave", page.left ? "undo-2" : "x", () => void (page.left = !page.left));
  tool("later", "arrow-right", () => swap(pages, index, index + 1), index === pages.length - 1);
  item.append(picture, tools);
  return item;
}

// The places change hands, and where documents begin stays where it is.
function swap(pages, from, to) {
  [pages[from], pages[to]] = [pages[to], pages[from]];
  [pages[from].starts, pages[to].starts] = [pages[to].starts, pages[from].starts];
  return to;
}

async function send(dialog, told, pages) {
  const into = [];
  for (const { document: id, page, turn, starts, left } of pages) {
    if (starts || !into.length) into.push([]);
    if (!left) into.at(-1).push({ document: id, page, turn });
  }
  const leftOut = pages.filter((page) => page.left).map(({ document: id, page, turn }) => ({ document: id, page, turn }));
  const body = {
    documents: told.documents.map(({ id }) => id),
    into: into.filter((group) => group.length),
    left_out: leftOut,
  };
  const done = await act("/v1/documents/arrange", { body, done: told.done });
  if (done !== null) dialog.close();
}

function button(does, icon, off, press) {
  const made = element("button", { type: "button", title: say(does), disabled: off ?? false });
  made.setAttribute("aria-label", say(does));
  made.dataset.does = does;
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  drawing.setAttribute("class", "icon");
  drawing.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `/static/vendor/lucide.svg#${icon}`);
  drawing.append(use);
  made.append(drawing);
  made.addEventListener("click", press);
  return made;
}

const element = (name, facts) => Object.assign(document.createElement(name), facts);
