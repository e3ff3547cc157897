// Put a button beside each field that copies what stands in it. Without this script one selects and copies by hand.

for (const field of document.querySelectorAll("input[data-copy]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--secondary button--small";
  button.textContent = field.dataset.copy;
  const said = document.createElement("span");
  said.className = "quiet small";
  said.setAttribute("role", "status");
  const row = document.createElement("div");
  row.className = "password";
  field.replaceWith(row);
  row.append(field, button, said);

  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      said.textContent = field.dataset.copied;
    } catch {
      said.textContent = field.dataset.selected; // the browser does not let us: it is selected, to copy by hand
    }
  });
}
