// After a form was refused, start at the summary of what is wrong; its links lead into the fields.

const summary = document.querySelector("[data-focus]");
summary?.focus();

summary?.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#"]');
  const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!field) return;
  event.preventDefault();
  field.closest("details")?.setAttribute("open", "");
  (field.closest("fieldset") ?? field).scrollIntoView({ block: "start" });
  field.focus({ preventScroll: true });
});
