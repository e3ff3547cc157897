// A browser prints by itself too; the button, which needs this script, is shown where the script runs.

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
