// Shows the view of the address and keeps it true: the service writes it, here it is put in place.
import { Fault, ask } from "./session.js";
import { hydrate } from "./pictures.js";
import { say } from "./words.js";

const view = document.getElementById("view");
let running = null;
let latest = null;
let shownPath = null;

const KEPT = { IMG: "src", DETAILS: "open", DIALOG: "open" };
const MORPH = {
  morphStyle: "innerHTML",
  callbacks: {
    // what a person has opened and what was fetched with the key is not in the service's HTML
    beforeAttributeUpdated: (name, node) => KEPT[node.tagName] !== name,
  },
};

export const place = () => view.firstElementChild;

// Goes to an address of the page. `replace`: no step of its own for the browser's Back. `search`:
// what is looked for, a name or a NIR, which must not stand in an address or its history.
export async function go(path, { replace = false, search = "" } = {}) {
  history[replace ? "replaceState" : "pushState"]({ search }, "", path);
  await show();
  document.getElementById(location.hash.slice(1))?.scrollIntoView();
}

// Looks again at where we are; not under the hands of a person who is filling in a form.
export const refresh = () => show({ spares: "form[data-touched]" });

// The same after mere news, which never take away what a person has just pressed. Where the service
// is gone the view stays; the banner tells.
export const hear = () =>
  show({ spares: "form[data-touched], [data-held]", news: true }).catch(() => {});

// Comes back when the view is there, be it by another look that took this one's place.
export function show({ spares = null, news = false } = {}) {
  const disturbs = () => spares && view.querySelector(spares);
  return disturbs() ? Promise.resolve() : (latest = look(disturbs, news));
}

async function look(disturbs, news) {
  running?.abort();
  const mine = (running = new AbortController());
  try {
    const search = encodeURIComponent(history.state?.search ?? "");
    const answer = await ask(`/page${location.pathname}${location.search}`, {
      signal: mine.signal,
      headers: { "X-Scord-Search": search },
    });
    const html = await answer.text();
    if (disturbs()) return;
    const reads = answer.headers.get("X-Scord-May-Change") === "no";
    document.documentElement.toggleAttribute("data-reads-only", reads);
    put(html, news);
  } catch (fault) {
    if (mine.signal.aborted) return latest;
    if (!(fault instanceof Fault)) throw fault;
    put(refusal(fault));
  }
}

function put(html, news = false) {
  const isNew = shownPath !== location.pathname;
  // The service has escaped every name in it; the page's policy runs no script that it might hold.
  // what is being typed stays; a button that was pressed must say what it does from now on
  const ignoreActiveValue = document.activeElement?.matches("input, select, textarea") ?? false;
  Idiomorph.morph(view, html, { ...MORPH, ignoreActiveValue });
  shownPath = location.pathname;
  hydrate(view);
  document.title = `${place()?.dataset.title ?? ""} · Scord`;
  markPlace();
  if (isNew) {
    scrollTo(0, 0);
    view.focus({ preventScroll: true });
  }
  view.dispatchEvent(new CustomEvent("shown", { detail: { news } }));
}

function refusal(fault) {
  const article = document.createElement("article");
  article.className = "place";
  article.dataset.title = fault.isLocked ? say("locked") : fault.title;
  const heading = document.createElement("h1");
  heading.textContent = article.dataset.title;
  const advice = document.createElement("p");
  advice.textContent = fault.status === 401 ? say("enter") : fault.advice;
  article.append(heading, advice);
  return article.outerHTML;
}

function markPlace() {
  const section = `/${location.pathname.split("/")[1]}`;
  for (const link of document.querySelectorAll("#places a")) {
    if (link.getAttribute("href") !== section) {
      link.removeAttribute("aria-current");
    } else if (!link.hasAttribute("aria-current")) {
      link.setAttribute("aria-current", "page");
      link.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
  }
}

// Links and searches of the page change the address without loading the shell again.
export function followLinks() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='/']");
    const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;
    if (!link || !plain || event.defaultPrevented || link.target) return;
    event.preventDefault();
    const same = link.pathname === location.pathname && link.search;
    go(link.getAttribute("href"), { search: same ? history.state?.search : "" });
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "get" || form.dataset.act) return;
    event.preventDefault();
    const asked = new URLSearchParams(new FormData(form, event.submitter));
    const search = asked.get("q") ?? "";
    asked.delete("q");
    for (const [name, value] of [...asked]) if (!value) asked.delete(name, value);
    delete form.dataset.touched;
    go(`${new URL(form.action).pathname}${asked.size ? `?${asked}` : ""}`, { search });
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submits]")) event.target.form.requestSubmit();
  });
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    const keeps = event.target.matches("[data-submits], [data-kept]");
    if (form && !keeps) form.dataset.touched = "";
  });
  addEventListener("popstate", () => show());
}
