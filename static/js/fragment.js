// Fetch a part of the page that takes the server a while, and say so meanwhile. Without this script, and where the
// fetch fails, the link that stands in its place leads to the same part on a page of its own.

async function load(place) {
  const link = place.querySelector("a");
  const status = document.createElement("p");
  status.className = "govuk-body quiet";
  status.setAttribute("role", "status");
  place.before(status);
  status.textContent = place.dataset.waiting;
  place.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(`${link.href}?part=table`, { headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
    place.innerHTML = await answer.text();
    status.textContent = "";
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    status.textContent = place.dataset.failed;
  } finally {
    place.removeAttribute("aria-busy");
  }
}

document.querySelectorAll("[data-fragment]").forEach(load);
