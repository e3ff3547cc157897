// Put a slider beside each number of points, and show the effect of a form while it is filled in. Nothing is stored
// before the form is sent.

const form = document.querySelector("form[data-try]");
let running = false;
let moved = false;

async function tryOut() {
  moved = true;
  if (running) return;
  running = true;
  while (moved) {
    moved = false;
    const body = new URLSearchParams(new FormData(form));
    body.set("action", "try");
    body.set("part", "live");
    const answer = await fetch(form.getAttribute("action"), { method: "POST", body, redirect: "error" }).catch(() => null);
    if (answer?.ok || answer?.status === 422) show(await answer.text());
  }
  running = false;
}

function show(text) {
  const page = new DOMParser().parseFromString(text, "text/html");
  for (const share of page.querySelectorAll("[data-share-of]")) {
    const shown = form.querySelector(`[data-share="${share.dataset.shareOf}"]`);
    if (shown) shown.textContent = share.textContent;
  }
  document.getElementById("tried").replaceChildren(...page.body.childNodes);
}

for (const number of form.querySelectorAll("input[data-slider]")) {
  const slider = document.createElement("input");
  slider.type = "range";
  slider.max = number.dataset.slider;
  slider.value = number.value;
  slider.setAttribute("aria-label", number.dataset.label);
  slider.className = "slider";
  number.after(slider);
  slider.addEventListener("input", () => {
    number.value = slider.value;
  });
  number.addEventListener("input", () => {
    slider.value = number.value;
  });
}

form.addEventListener("input", tryOut);
