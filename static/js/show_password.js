// Put a button beside each password that shows what is typed. Without this script it stays hidden.

const { show, hide } = document.querySelector("[data-passwords]").dataset;

for (const field of document.querySelectorAll("input[data-password]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--secondary button--small";
  button.textContent = show;
  button.setAttribute("aria-controls", field.id);
  const row = document.createElement("div");
  row.className = "password";
  field.replaceWith(row);
  row.append(field, button);

  button.addEventListener("click", () => {
    const hidden = field.type === "password";
    field.type = hidden ? "text" : "password";
    button.textContent = hidden ? hide : show;
  });
  field.form.addEventListener("submit", () => {
    field.type = "password"; // so that the browser remembers it as one
  });
}
