// Save one item without leaving the page, so that what is typed into others stays. Without this script each form is
// sent by its button.

const PATIENCE = 10_000; // milliseconds

async function save(form) {
  const item = form.closest("li");
  const body = new URLSearchParams(new FormData(form));
  body.set("part", "live");
  try {
    const answer = await fetch(form.getAttribute("action"), {
      method: "POST",
      body,
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (answer.redirected || ![200, 409, 422].includes(answer.status)) return form.submit();
    show(item, new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const status = form.querySelector(".saved");
    status.textContent = form.dataset.failed;
    status.dataset.state = "failed";
  }
}

function show(item, page) {
  const fresh = page.getElementById(item.id);
  fresh.querySelector("details").open = true;
  item.replaceWith(fresh);
  const progress = page.querySelector("[data-progress]");
  document.querySelector("[data-progress]").replaceWith(progress);
  (fresh.querySelector("[data-conflict]") ?? fresh.querySelector(".govuk-error-message"))?.scrollIntoView({
    block: "nearest",
  });
  fresh.querySelector("button").focus({ preventScroll: true });
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-item]")) return;
  event.preventDefault();
  save(event.target);
});

document.addEventListener("click", (event) => {
  const keep = event.target.closest('[data-keep="stored"]');
  const form = keep?.closest("form[data-item]");
  if (!form) return;
  event.preventDefault();
  keepStored(form.closest("li"), keep.href);
});

async function keepStored(item, address) {
  const answer = await fetch(address, { signal: AbortSignal.timeout(PATIENCE) });
  show(item, new DOMParser().parseFromString(await answer.text(), "text/html"));
}
