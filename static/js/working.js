// Say that the server is at work where a page takes more than a second: the browser's own sign of it is small. What
// scripts send, and what opens elsewhere or is saved as a file, leaves the page as it is and waits for nothing.

const NOTICED_AFTER = 1000; // milliseconds

const note = document.querySelector("[data-working]");
let timer;

function done() {
  clearTimeout(timer);
  note.textContent = "";
}

function wait() {
  done();
  timer = setTimeout(() => {
    note.textContent = note.dataset.working;
  }, NOTICED_AFTER);
}

function leaves(event) {
  const link = event.target.closest("a[href]");
  const elsewhere = event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
  if (!link || elsewhere || link.target || link.hasAttribute("download") || link.origin !== location.origin) return false;
  return !link.hash || link.pathname !== location.pathname || link.search !== location.search;
}

addEventListener("click", (event) => {
  if (!event.defaultPrevented && leaves(event)) wait();
});
addEventListener("submit", (event) => {
  if (!event.defaultPrevented && !event.target.target) wait();
});
addEventListener("pageshow", done); // back again, from the browser's memory
