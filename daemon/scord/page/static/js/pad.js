// A box to sign in, by mouse, pen or finger: lines of points, 0 to 1 across and down.
const WIDTH = 3;

const drawn = new WeakMap(); // canvas: its strokes

export const strokesOf = (canvas) => drawn.get(canvas) ?? [];

export function clear(canvas) {
  drawn.delete(canvas);
  canvas.getContext("2d").clearRect(0, 0, canvas.width, canvas.height);
}

// `root`: all canvases in a [data-pad] below it, whenever they come.
export function followPads(root) {
  root.addEventListener("pointerdown", (event) => {
    const canvas = event.target.closest("[data-pad] canvas");
    if (!canvas || event.button) return;
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    drawn.set(canvas, [...strokesOf(canvas), [at(canvas, event)]]);
    canvas.closest("form").dataset.touched = "";
    paint(canvas);
  });
  root.addEventListener("pointermove", (event) => {
    const canvas = event.target;
    if (!(canvas instanceof HTMLCanvasElement) || !canvas.hasPointerCapture(event.pointerId)) return;
    const stroke = strokesOf(canvas).at(-1);
    for (const one of event.getCoalescedEvents?.() ?? [event]) stroke.push(at(canvas, one));
    paint(canvas);
  });
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-clear]");
    if (button) clear(button.closest("[data-pad]").querySelector("canvas"));
  });
}

const share = (place, start, length) =>
  Math.round(Math.min(1, Math.max(0, (place - start) / length)) * 1e4) / 1e4;

function at(canvas, { clientX, clientY }) {
  const { left, top, width, height } = canvas.getBoundingClientRect();
  return [share(clientX, left, width), share(clientY, top, height)];
}

function paint(canvas) {
  const ink = canvas.getContext("2d");
  ink.clearRect(0, 0, canvas.width, canvas.height);
  ink.lineWidth = WIDTH;
  ink.lineCap = ink.lineJoin = "round";
  for (const stroke of strokesOf(canvas)) {
    ink.beginPath();
    for (const [x, y] of [stroke[0], ...stroke]) ink.lineTo(x * canvas.width, y * canvas.height);
    ink.stroke();
  }
}
