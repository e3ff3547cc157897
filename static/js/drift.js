// Check one chunk of records after the other and show how far it got. Without this script the pages are turned by
// their links.

const list = document.querySelector("[data-drift]");

async function checkTheRest() {
  const { dataset } = list;
  const progress = list.querySelector("progress");
  const status = list.querySelector("#checked");
  let checked = Number(dataset.checked);
  let differing = Number(dataset.differing);
  progress.value = checked;
  list.querySelector("[data-pages]")?.remove();
  const address = new URL(location.href);
  for (let page = 2; page <= Number(dataset.pagesInAll); page += 1) {
    address.searchParams.set("page", page);
    let answer;
    try {
      answer = await fetch(address);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
    if (!answer?.ok) {
      status.textContent = dataset.failed;
      return;
    }
    const part = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-drift]");
    list.querySelector("[data-rows]").append(...part.querySelector("[data-rows]").children);
    checked += Number(part.dataset.checked);
    differing += Number(part.dataset.differing);
    progress.value = checked;
    status.textContent = dataset.said.replace("{differing}", differing).replace("{checked}", checked);
  }
}

if (list?.dataset.page === "1") checkTheRest();
