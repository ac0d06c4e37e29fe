// Shows the overview and keeps it true: waits for the service's next revision, then asks anew.
const WORDS = {
  fr: {
    other: "English",
    gone: "Le service ne répond plus : ce qui suit date d'avant.",
    enter: "Ouvrez cette page depuis l'icône de Scord, ou par « scord open ».",
  },
  en: {
    other: "Français",
    gone: "The service does not answer: what follows is from before.",
    enter: "Open this page from Scord's icon, or by “scord open”.",
  },
};
const RETRY_MS = 3000;
const view = document.getElementById("view");
const state = document.getElementById("state");
const button = document.getElementById("language");

let language = localStorage.getItem("scord-language") === "en" ? "en" : "fr";

function say(code) {
  state.textContent = code ? WORDS[language][code] : "";
}

async function ask(path, signal) {
  const key = sessionStorage.getItem("scord-key") ?? "";
  const headers = { "X-Scord-Key": key, "Accept-Language": language };
  const answer = await fetch(path, { headers, signal });
  if (answer.status === 401 || answer.status === 403) throw new Error("enter");
  if (!answer.ok) throw new Error("gone");
  return answer;
}

async function show() {
  // The service has escaped every name in it; the page's policy runs no script that it might hold.
  view.innerHTML = await (await ask("/page/overview")).text();
}

function speak() {
  document.documentElement.lang = language;
  button.textContent = WORDS[language].other;
  button.lang = language === "fr" ? "en" : "fr";
}

async function follow() {
  let revision = -1;
  let instance = "";
  let placed = false;
  for (;;) {
    try {
      const answer = await ask(`/v1/status?since=${revision}&instance=${instance}&wait=25`);
      const status = await answer.json();
      if (status.revision !== revision || status.instance !== instance) await show();
      ({ revision, instance } = status);
      if (!placed) document.getElementById(location.pathname.slice(1))?.scrollIntoView();
      placed = true;
      say("");
    } catch (fault) {
      if (fault.message === "enter") return say("enter");
      say("gone");
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

button.addEventListener("click", async () => {
  language = language === "fr" ? "en" : "fr";
  localStorage.setItem("scord-language", language);
  speak();
  await show().catch((fault) => say(fault.message === "enter" ? "enter" : "gone"));
});
speak();
follow();
