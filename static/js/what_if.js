// Ask the server what becomes of the verdict while weights and answers are tried. Nothing is computed here, and
// nothing is stored there; without this script the form is sent by its button.

const PAUSE = 400; // milliseconds without a change before the address is written: browsers allow few a second

function slider(number) {
  const range = document.createElement("input");
  range.type = "range";
  for (const name of ["min", "max"]) range[name] = number[name];
  range.step = 1;
  range.value = number.value;
  range.setAttribute("aria-label", number.labels[0].textContent.trim());
  range.addEventListener("input", () => {
    number.value = range.value;
    number.dispatchEvent(new Event("input", { bubbles: true }));
  });
  number.addEventListener("input", () => {
    range.value = number.value;
  });
  number.before(range);
}

function follow(form) {
  const outcome = form.querySelector("[data-outcome]");
  const own = form.querySelector('input[type="radio"][name="weights"][value="own"]');
  let timer = 0;
  let running = false;
  let moved = false;

  async function ask() {
    moved = true;
    if (running) return; // one question at a time, and the last one is always asked
    running = true;
    outcome.setAttribute("aria-busy", "true");
    while (moved) {
      moved = false;
      const address = new URL(form.action, location.href);
      address.search = new URLSearchParams([...new FormData(form), ["part", "outcome"]]);
      const text = await fetch(address, { headers: { Accept: "text/html" } })
        .then((answer) => ([200, 422].includes(answer.status) ? answer.text() : null))
        .catch(() => null);
      if (text !== null) outcome.innerHTML = text;
    }
    outcome.removeAttribute("aria-busy");
    running = false;
  }

  function keepAddress() {
    history.replaceState(null, "", `?${new URLSearchParams(new FormData(form))}`);
  }

  form.querySelectorAll("[data-slider]").forEach(slider);
  form.addEventListener("input", (event) => {
    if (own && event.target.name?.startsWith("w.")) own.checked = true;
    ask();
    if (!form.hasAttribute("data-keeps-address")) return;
    clearTimeout(timer);
    timer = setTimeout(keepAddress, PAUSE);
  });
  form.addEventListener("submit", (event) => {
    if (form.hasAttribute("data-keeps-address")) return; // the page itself shows what the button asks for
    if (!form.reportValidity()) return;
    event.preventDefault();
    ask();
  });
}

document.querySelectorAll("[data-what-if]").forEach(follow);
