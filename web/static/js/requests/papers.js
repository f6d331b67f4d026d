// The papers of a request: one more body at a meeting, and how far the package is.
const more = document.getElementById("more-bodies");
more?.addEventListener("click", () => {
  const line = document.querySelector(".body-line[hidden]");
  if (!line) return;
  line.hidden = false;
  line.querySelector("input").focus();
  more.hidden = !document.querySelector(".body-line[hidden]");
});

const box = document.getElementById("seal-state");
const WAIT_MS = 1000;

async function look() {
  try {
    const answer = await fetch(box.dataset.url, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const seal = await answer.json();
    if (seal.state !== "working") return location.reload();
    const said = document.getElementById("seal-said");
    said.textContent = seal.waits ? said.dataset.waits : `${box.dataset.working} ${seal.done}/${seal.total}`;
    const bar = document.getElementById("seal-progress");
    bar.max = seal.total || 1;
    bar.value = seal.done;
  } catch {
    // the network is away for a moment: asked again below
  }
  return setTimeout(look, WAIT_MS);
}

if (box?.dataset.state === "working") setTimeout(look, WAIT_MS);
