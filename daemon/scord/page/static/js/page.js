// The page's start: language, links, acts, drops, the first view, then whatever is new.
import { followActs } from "./acts.js";
import { followCorrecting } from "./correcting.js";
import { followDrops } from "./drop.js";
import { followFiling } from "./filing.js";
import { follow, retell } from "./live.js";
import { followLists } from "./lists.js";
import { followSettings } from "./settings.js";
import { followSigning } from "./sign.js";
import { followSignatures } from "./signature.js";
import { followViewer } from "./viewer.js";
import { followLinks, show } from "./views.js";
import { say, speakShell } from "./words.js";

const button = document.getElementById("language");

function speak(language) {
  document.documentElement.lang = language;
  speakShell();
  button.textContent = say("language");
  button.lang = language === "fr" ? "en" : "fr";
  retell();
}

button.addEventListener("click", async () => {
  const other = document.documentElement.lang === "fr" ? "en" : "fr";
  localStorage.setItem("scord-language", other);
  speak(other);
  await show();
});

speak(localStorage.getItem("scord-language") === "en" ? "en" : "fr");
followLinks();
followActs();
followCorrecting();
followDrops();
followFiling();
followLists();
followSettings();
followSigning();
followSignatures();
followViewer();
await show().catch(() => {});
follow();
