// Show a field only while the answer that it belongs to is chosen. Without this script it is always there.

export function update() {
  for (const part of document.querySelectorAll("[data-revealed-by]")) {
    const control = document.getElementById(part.dataset.revealedBy);
    part.hidden = !control.checked && !part.querySelector(".govuk-error-message");
  }
}

document.addEventListener("change", update);
update();
