// Lists by keyboard, and the columns that a person has chosen, which this browser remembers.
const view = document.getElementById("view");
const COLUMNS = "scord-columns";

export function followLists() {
  document.addEventListener("keydown", onKey);
  view.addEventListener("shown", showColumns);
  view.addEventListener("change", (event) => {
    if (!event.target.matches("[data-column]")) return;
    const hidden = [...view.querySelectorAll("[data-column]:not(:checked)")];
    localStorage.setItem(COLUMNS, JSON.stringify(hidden.map((box) => box.dataset.column)));
    showColumns();
  });
}

function showColumns() {
  const table = view.querySelector("table[data-columns]");
  if (!table) return;
  const boxes = [...view.querySelectorAll("[data-column]")];
  const hidden = JSON.parse(localStorage.getItem(COLUMNS) ?? table.dataset.columns);
  for (const box of boxes) {
    const name = box.dataset.column;
    box.checked = !hidden.includes(name);
    for (const cell of table.querySelectorAll(`.column-${name}`)) cell.hidden = !box.checked;
  }
  const told = view.querySelector("[data-columns-told]");
  if (told) told.textContent = `${boxes.length - hidden.length}/${boxes.length}`;
}

function onKey(event) {
  if (event.target.matches("input, select, textarea") || event.ctrlKey || event.metaKey) return;
  const rows = [...view.querySelectorAll("tr[data-row] a[data-opens]")];
  if (!rows.length || document.querySelector("dialog[open]")) return;
  const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
  if (event.key === "/") view.querySelector("input[type=search]")?.focus();
  else if (step) rows[Math.min(Math.max(rows.indexOf(document.activeElement) + step, 0), rows.length - 1)].focus();
  else return;
  event.preventDefault();
}
