// Save each answer as soon as it is given, and show how the scores stand with it. What Continue sends is the same
// form, so nothing depends on this script.

import { update } from "./reveal.js";

const PATIENCE = 10_000; // milliseconds
const channel = new BroadcastChannel("berth"); // other tabs of this browser

function connect(form) {
  const units = form.matches("[data-question]") ? [form] : [...form.querySelectorAll("[data-question]")];
  const waiting = new Set();
  let queue = Promise.resolve(); // one save at a time, so that the last answer is stored last
  let saving = 0;

  function schedule(unit) {
    if (waiting.has(unit) || unit.querySelector("[data-conflict]")) return; // first it is to be said what is kept
    waiting.add(unit);
    saving += 1;
    queue = queue.then(async () => {
      waiting.delete(unit);
      await save(form, unit, () => schedule(unit));
      saving -= 1;
    });
  }

  for (const unit of units) unit.addEventListener("change", () => isComplete(unit) && schedule(unit));

  form.addEventListener("submit", (event) => {
    if (!saving) return;
    event.preventDefault();
    const { submitter } = event;
    queue.then(() => form.requestSubmit(submitter));
  });

  channel.addEventListener("message", ({ data }) => {
    const unit = data.code === form.dataset.code && units.find((one) => one.dataset.question === data.question);
    if (unit && field(unit, "seen").value !== data.revision) tellElsewhere(form, unit);
  });
}

// What asks for a number or a reason beside it is not sent, and not refused, before that is there.
function isComplete(unit) {
  return [...unit.querySelectorAll("[data-revealed-by]")].every(
    (part) =>
      !document.getElementById(part.dataset.revealedBy).checked ||
      [...part.querySelectorAll("input, select")].every((control) => control.value),
  );
}

function field(unit, name) {
  return unit.querySelector(`[name="${unit.dataset.prefix ?? ""}${name}"]`);
}

async function save(form, unit, saveAgain) {
  const status = unit.querySelector(".saved");
  const slow = setTimeout(() => (status.textContent = form.dataset.saving), 400);
  try {
    const answer = await fetch(unit.dataset.action ?? form.getAttribute("action"), {
      method: "POST",
      body: answersOf(form, unit),
      redirect: "error",
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (!answer.ok && ![409, 422].includes(answer.status)) throw new Error(`The server answered ${answer.status}.`);
    const part = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-hidden]");
    show(unit, status, part, form.dataset.code);
    const conflict = part.querySelector("[data-conflict]");
    if (conflict) letChoose(unit, status, conflict, saveAgain);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    status.textContent = form.dataset.failed;
    status.dataset.state = "failed";
  } finally {
    clearTimeout(slow);
  }
}

function answersOf(form, unit) {
  const prefix = unit.dataset.prefix ?? "";
  const body = new URLSearchParams({ part: "live" });
  body.set("csrfmiddlewaretoken", form.querySelector('[name="csrfmiddlewaretoken"]').value);
  for (const control of unit.querySelectorAll("input, select, textarea")) {
    const isChoice = control.type === "radio" || control.type === "checkbox";
    if (!control.name.startsWith(prefix) || (isChoice && !control.checked)) continue;
    const name = control.name.slice(prefix.length);
    if (name !== "csrfmiddlewaretoken") body.append(name, control.value);
  }
  return body;
}

function show(unit, status, part, code) {
  status.textContent = part.querySelector("[data-said]").textContent.trim();
  const { revision } = part.dataset;
  status.dataset.state = revision === undefined ? "refused" : "saved";
  document.getElementById("scores").replaceChildren(...part.querySelector("[data-scores]").childNodes);
  if (revision === undefined) return;
  const seen = field(unit, "seen");
  if (seen.value !== revision) channel.postMessage({ code, question: unit.dataset.question, revision });
  seen.value = revision;
  const opened = field(unit, "opened");
  if (opened) opened.value = part.dataset.opened;
  unit.querySelector("[data-elsewhere-note]")?.remove();
  document.getElementById("undo")?.replaceChildren(...part.querySelector("[data-undo]").childNodes);
  for (const mark of unit.querySelectorAll("[data-assumed]")) mark.remove();
  const hidden = part.dataset.hidden.split(" ");
  for (const other of document.querySelectorAll("fieldset[data-question]")) {
    other.hidden = hidden.includes(other.dataset.question);
  }
}

// What was typed stays in its fields until it is said which of the two is kept.
function letChoose(unit, status, conflict, saveAgain) {
  (status.closest(".button-row") ?? status).before(conflict);
  conflict.addEventListener("click", (event) => {
    const button = event.target.closest("[data-keep]");
    if (!button) return;
    event.preventDefault();
    if (button.dataset.keep === "stored") return showStored(unit, status);
    field(unit, "seen").value = button.value;
    conflict.remove();
    saveAgain();
  });
}

async function showStored(unit, status) {
  try {
    const answer = await fetch(location.pathname + location.search, { signal: AbortSignal.timeout(PATIENCE) });
    if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const stored = page.querySelector(`[data-question="${unit.dataset.question}"]`);
    unit.replaceChildren(...stored.childNodes);
    update();
    unit.querySelector("input:checked, input:not([type='hidden'])").focus({ preventScroll: true });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    status.textContent = unit.closest("form").dataset.failed;
    status.dataset.state = "failed";
  }
}

function tellElsewhere(form, unit) {
  if (unit.querySelector("[data-elsewhere-note]")) return;
  const note = document.createElement("p");
  note.className = "notice notice--caution";
  note.dataset.elsewhereNote = "";
  note.setAttribute("role", "alert");
  note.textContent = form.dataset.elsewhere;
  unit.prepend(note);
}

for (const form of document.querySelectorAll("form[data-live]")) connect(form);
