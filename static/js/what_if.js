// Ask the server what becomes of the verdict while weights and answers are tried. Nothing is computed here, and
// nothing is stored there; without this script the form is sent by its button.

const PAUSE = 120; // milliseconds without a change before the server is asked

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
  let asked = 0;

  async function ask() {
    const turn = ++asked;
    const fields = new URLSearchParams(new FormData(form));
    const address = new URL(form.action, location.href);
    if (form.hasAttribute("data-keeps-address")) history.replaceState(null, "", `?${fields}`);
    fields.set("part", "outcome");
    address.search = fields;
    outcome.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { headers: { Accept: "text/html" } });
      const text = await answer.text();
      if (turn !== asked) return; // a later change is on its way
      if (answer.ok || answer.status === 422) outcome.innerHTML = text;
    } finally {
      if (turn === asked) outcome.removeAttribute("aria-busy");
    }
  }

  form.querySelectorAll("[data-slider]").forEach(slider);
  form.addEventListener("input", (event) => {
    if (own && event.target.name?.startsWith("w.")) own.checked = true;
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  form.addEventListener("submit", (event) => {
    if (form.hasAttribute("data-keeps-address")) return; // the page itself shows what the button asks for
    if (!form.reportValidity()) return;
    event.preventDefault();
    clearTimeout(timer);
    ask();
  });
}

document.querySelectorAll("[data-what-if]").forEach(follow);
