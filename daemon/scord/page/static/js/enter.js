// Trades the one-time secret of the link for a session. The secret stands behind the #, which a
// browser sends to nobody, and leaves the address bar at once.
const secret = location.hash.slice(1);
history.replaceState(null, "", "/enter");
addEventListener("hashchange", () => location.reload()); // another link, in this same tab

document.documentElement.lang = localStorage.getItem("scord-language") === "en" ? "en" : "fr";
const answer = await fetch("/v1/session", {
  method: "POST",
  headers: { "Content-Type": "application/json", "Accept-Language": document.documentElement.lang },
  body: JSON.stringify({ secret }),
});
const told = await answer.json();
if (answer.ok) {
  sessionStorage.setItem("scord-key", told.key);
  location.replace(told.path);
} else {
  document.getElementById("told").textContent = `${told.title}. ${told.advice}`;
}
