// Open the folds around what a link leads to, and every fold while the page is printed. On a phone a long page begins
// folded up, wholly or in the parts that say so, but for what has to be mended. Without this script all of it is open, as it is on a wide screen.

const PHONE = matchMedia("(max-width: 40em)");
const FOLDED_ON_A_PHONE = "[data-folds] .fold, [data-folds] .evidence details, [data-phone-fold]";

function reveal() {
  const target = document.querySelector(":target");
  const closed = [];
  for (let fold = target?.closest("details"); fold; fold = fold.parentElement.closest("details")) {
    if (!fold.open) closed.push(fold);
  }
  for (const fold of closed) fold.open = true;
  if (closed.length) target.scrollIntoView();
}

if (PHONE.matches) {
  for (const fold of document.querySelectorAll(FOLDED_ON_A_PHONE)) {
    fold.open = fold.querySelector(".govuk-error-message, .conflict") !== null;
  }
}

let opened = [];
addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("main details:not([open])")];
  for (const fold of opened) fold.open = true;
});
addEventListener("afterprint", () => {
  for (const fold of opened) fold.open = false;
});

addEventListener("hashchange", reveal);
reveal();
