// Show a field only while the answer that it belongs to is chosen. Without this script it is always there.

const revealed = [...document.querySelectorAll("[data-revealed-by]")];

function update() {
  for (const part of revealed) {
    const control = document.getElementById(part.dataset.revealedBy);
    part.hidden = !control.checked && !part.querySelector(".govuk-error-message");
  }
}

document.addEventListener("change", update);
update();
