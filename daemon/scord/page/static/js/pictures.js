// Pictures of pages: the browser's own <img> cannot send the key, so they are fetched, then shown.
import { ask } from "./session.js";

const MOST = 60;
const kept = new Map(); // address: object URL, the latest used last

const seen = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    seen.unobserve(target);
    fill(target);
  }
}, { rootMargin: "300px" });

export function hydrate(root) {
  for (const picture of root.querySelectorAll("img[data-src]")) {
    if (picture.dataset.shown === picture.dataset.src) continue;
    const at = kept.get(picture.dataset.src);
    if (at) put(picture, at);
    else seen.observe(picture);
  }
}

// Fetches what will be wanted next, so that it stands there at once.
export function fetchAhead(addresses) {
  for (const address of addresses) load(address).catch(() => {});
}

async function fill(picture) {
  const address = picture.dataset.src;
  picture.setAttribute("aria-busy", "true");
  try {
    const at = await load(address);
    if (picture.dataset.src === address) put(picture, at);
  } catch {
    picture.classList.add("broken");
  } finally {
    picture.removeAttribute("aria-busy");
  }
}

async function load(address) {
  if (!kept.has(address)) {
    const url = URL.createObjectURL(await (await ask(address)).blob());
    kept.set(address, url);
    forget();
  }
  return kept.get(address);
}

function put(picture, at) {
  picture.src = at;
  picture.dataset.shown = picture.dataset.src;
  picture.classList.remove("broken");
}

function forget() {
  while (kept.size > MOST) {
    const [address, url] = kept.entries().next().value;
    kept.delete(address);
    URL.revokeObjectURL(url);
  }
}
