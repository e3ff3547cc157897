// Put a slider beside each number, and show the effect while it moves. Nothing is stored before the form is sent.

const form = document.querySelector("form[data-try]");
const numbers = [...form.querySelectorAll("input[data-slider]")];
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
    if (answer?.ok) show(await answer.text());
  }
  running = false;
}

function show(text) {
  const page = new DOMParser().parseFromString(text, "text/html");
  for (const share of page.querySelectorAll("[data-share-of]")) {
    document.getElementById(share.dataset.shareOf).closest("li").querySelector("[data-share]").textContent =
      share.textContent;
  }
  document.getElementById("tried").replaceChildren(...page.body.childNodes);
}

for (const number of numbers) {
  const slider = document.createElement("input");
  slider.type = "range";
  slider.max = number.dataset.slider;
  slider.value = number.value;
  slider.setAttribute("aria-label", number.dataset.label);
  slider.className = "slider";
  number.after(slider);
  slider.addEventListener("input", () => {
    number.value = slider.value;
    tryOut();
  });
  number.addEventListener("input", () => {
    slider.value = number.value;
    tryOut();
  });
}
