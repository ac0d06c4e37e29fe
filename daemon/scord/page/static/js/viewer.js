// A document's pages, large, over the view; and printing what is shown.
import { hydrate } from "./pictures.js";
import { say } from "./words.js";

export function followViewer() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-pictures]");
    if (opener) open(JSON.parse(opener.dataset.pictures));
    if (event.target.closest("[data-print]")) print();
  });
}

function open({ document: number, pages, title }) {
  const dialog = document.createElement("dialog");
  dialog.className = "viewer";
  dialog.setAttribute("aria-label", title);
  const close = document.createElement("button");
  close.textContent = say("close");
  close.addEventListener("click", () => dialog.close());
  dialog.append(close);
  for (let page = 1; page <= pages; page += 1) {
    const picture = document.createElement("img");
    picture.alt = `${title}, ${say("page", { number: page, pages })}`;
    picture.dataset.src = `/v1/documents/${number}/pages/${page}.png?width=1200`;
    picture.width = 1200;
    picture.height = 1697;
    dialog.append(picture);
  }
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  hydrate(dialog);
}
