// Scans dropped on the page, or chosen there: sent one after the other, with what is on its way.
import { Fault, ask, headers } from "./session.js";
import { progress } from "./toasts.js";
import { say } from "./words.js";

const veil = document.getElementById("dropping");
const isFile = (event) => event.dataTransfer?.types.includes("Files");

export function followDrops() {
  addEventListener("dragenter", (event) => {
    if (isFile(event)) veil.hidden = false;
  });
  addEventListener("dragover", (event) => {
    if (isFile(event)) event.preventDefault();
  });
  addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) veil.hidden = true;
  });
  addEventListener("drop", (event) => {
    veil.hidden = true;
    if (!isFile(event)) return;
    event.preventDefault();
    sendAll([...event.dataTransfer.files], {});
  });
  document.addEventListener("change", (event) => {
    if (!event.target.matches("input[type=file][data-scans]")) return;
    sendAll([...event.target.files], event.target.dataset);
    event.target.value = "";
  });
}

// `forInvoice`: these are its papers; the document that they come instead of goes back to À classer.
async function sendAll(files, { forInvoice, folder, insteadOf }) {
  for (const file of files) {
    const notice = progress();
    try {
      if (insteadOf) await ask(`/v1/documents/${insteadOf}/take-back`, { method: "POST" });
      await send(file, { folder, invoice: forInvoice }, (share) => notice.say(say("sending", { name: file.name, share })));
      notice.end(say("sent", { name: file.name }));
    } catch (fault) {
      notice.fail(fault);
    }
  }
}

// XMLHttpRequest, since fetch tells nothing of how much has left.
function send(file, { folder, invoice }, tellShare) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const asked = new URLSearchParams({ name: file.name, ...(folder && { folder }), ...(invoice && { invoice }) });
    request.open("POST", `/v1/scans?${asked}`);
    const sent = { ...headers(), "Content-Type": "application/octet-stream" };
    for (const [name, value] of Object.entries(sent)) request.setRequestHeader(name, value);
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => tellShare(Math.floor((100 * loaded) / total));
    request.onerror = () => reject(new TypeError("gone"));
    request.onload = () =>
      request.status < 300
        ? resolve(request.response)
        : reject(new Fault(request.status, request.response ?? { code: "internal" }));
    request.send(file);
  });
}
