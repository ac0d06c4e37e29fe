// Follows the service: its counts in the sections, its news in the view. Only while the tab is seen:
// a browser has six connections to a host for all its tabs, and this one holds one of them.
import { Fault, ask } from "./session.js";
import { hear, show } from "./views.js";
import { say } from "./words.js";

const RETRY_MS = 3_000;
const LEAST_MS = 400; // between two looks at the view, however fast the news comes
const banner = document.getElementById("banner");
let last = null;

export async function follow() {
  for (;;) {
    await seen();
    const hidden = new AbortController();
    const hide = () => document.hidden && hidden.abort();
    document.addEventListener("visibilitychange", hide);
    try {
      for await (const told of news(hidden.signal)) heard(told);
    } catch (fault) {
      if (fault instanceof Fault && fault.isLocked) return show();
    } finally {
      document.removeEventListener("visibilitychange", hide);
    }
    if (hidden.signal.aborted) continue;
    announce(say("gone"));
    await rest(RETRY_MS);
  }
}

async function seen() {
  while (document.hidden)
    await new Promise((resolve) => document.addEventListener("visibilitychange", resolve, { once: true }));
}

// The counts and the banner anew, in the language of now.
export function retell() {
  if (last) tellCounts(last.status);
}

async function* news(signal) {
  const answer = await ask("/v1/events", { signal });
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    text += value;
    const events = text.split("\n\n");
    text = events.pop();
    for (const event of events) {
      const data = event.split("\n").find((line) => line.startsWith("data: "));
      if (data) yield JSON.parse(data.slice(6));
    }
  }
}

let due = false;

async function heard(told) {
  const first = last === null;
  const restarted = last && last.instance !== told.instance;
  last = told;
  tellCounts(told.status);
  if ((first && !restarted) || due) return;
  due = true;
  await rest(LEAST_MS);
  due = false;
  await hear();
}

function tellCounts(status) {
  const counts = { ...status.counts, alerts_open: status.alerts_open };
  for (const badge of document.querySelectorAll("#places [data-counts]")) {
    const sum = badge.dataset.counts.split(" ").reduce((all, name) => all + counts[name], 0);
    badge.textContent = sum;
    badge.hidden = sum === 0;
  }
  announce(status.paused_since ? say("paused") : "");
}

function announce(text) {
  if (banner.textContent !== text) banner.textContent = text;
  banner.hidden = !text;
}

const rest = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
