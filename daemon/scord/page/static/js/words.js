// What the page says by itself, where no view of the service has said it: [French, English].
import { spoken } from "./session.js";

const WORDS = {
  language: ["English", "Français"],
  gone: [
    "Le service ne répond plus : ce qui est affiché date d'avant. S'il a redémarré, rouvrez la page depuis l'icône de Scord, ou par « scord open ».",
    "The service does not answer: what is shown is from before. If it was started again, open the page anew from Scord's icon, or by “scord open”.",
  ],
  enter: [
    "Ouvrez cette page depuis l'icône de Scord, ou par « scord open ».",
    "Open this page from Scord's icon, or by “scord open”.",
  ],
  locked: ["Page fermée", "The page is closed"],
  paused: ["Envoi en pause : rien ne part.", "Sending is paused: nothing leaves."],
  undo: ["Annuler", "Undo"],
  undone: ["Annulé.", "Undone."],
  close: ["Fermer", "Close"],
  retry: ["Réessayer", "Try again"],
  again: ["Réessayez dans un instant.", "Try again in a moment."],
  pickType: [
    "Choisissez d'abord le type du document (touches O, D, A, F, G).",
    "Choose the document's type first (keys O, D, A, F, G).",
  ],
  sending: ["{name} : {share} %", "{name}: {share} %"],
  sent: ["{name} : reçu, Scord s'en occupe.", "{name}: received, Scord is on it."],
  unchanged: ["Rien n'a changé.", "Nothing has changed."],
  settledElsewhere: [
    "Le document affiché vient d'être réglé ailleurs ; voici le suivant.",
    "The document shown was just settled elsewhere; here is the next.",
  ],
  saved: ["Réglages enregistrés.", "Settings saved."],
  page: ["page {number} sur {pages}", "page {number} of {pages}"],
  newDocument: ["Document {number}", "Document {number}"],
  leftOut: ["Pages écartées", "Pages left out"],
  turn: ["Tourner à droite", "Turn right"],
  earlier: ["Avancer", "Move earlier"],
  later: ["Reculer", "Move later"],
  cut: ["Nouveau document à partir d'ici", "New document from here"],
  join: ["Rattacher au document précédent", "Join to the document before"],
  noSignature: [
    "Choisissez une image ou dessinez la signature.",
    "Choose a picture or draw the signature.",
  ],
  signFirst: [
    "Le patient n'a pas encore signé.",
    "The patient has not signed yet.",
  ],
  leave: ["Écarter cette page", "Leave this page out"],
  keep: ["Reprendre cette page", "Take this page back"],
};

export function say(name, facts = {}) {
  const words = WORDS[name][spoken() === "en" ? 1 : 0];
  return words.replace(/\{(\w+)\}/g, (_, fact) => facts[fact] ?? "?");
}

// The shell's own words: French as written, English beside it in data-en.
export function speakShell() {
  for (const [attribute, put] of [
    ["enLabel", (node, text) => node.setAttribute("aria-label", text)],
    ["en", (node, text) => (node.textContent = text)],
  ]) {
    const name = attribute === "en" ? "data-en" : "data-en-label";
    for (const node of document.querySelectorAll(`body > :not(.body) [${name}], body > [${name}]`)) {
      const key = `fr${attribute.slice(2)}`;
      node.dataset[key] ??= attribute === "en" ? node.textContent : node.getAttribute("aria-label");
      put(node, spoken() === "en" ? node.dataset[attribute] : node.dataset[key]);
    }
  }
}
