// Checkboxes that stand alone, such as "none of these", uncheck the others, and the others them.

// While the event is on its way down: before anything that saves the boxes as they are.
document.addEventListener("change", uncheckOthers, { capture: true });

function uncheckOthers(event) {
  const box = event.target;
  if (box.type !== "checkbox" || !box.checked) return;
  const group = box.closest("[data-checkboxes]");
  if (!group) return;
  for (const other of group.querySelectorAll('input[type="checkbox"]')) {
    if (other !== box && (box.dataset.alone !== undefined || other.dataset.alone !== undefined)) other.checked = false;
  }
}
