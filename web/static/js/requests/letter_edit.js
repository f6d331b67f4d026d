// The sentences of a letter: the page is drawn anew a moment after somebody stopped typing, kept or not.
import { post, sayFault } from "../frame/api.js";
import { el } from "../map/parts.js";

const PAUSE_MS = 700;
const box = document.getElementById("pages");
const said = document.getElementById("pages-said");
const fields = [...document.querySelectorAll("#sentences textarea")];
let asked = 0;
let timer = 0;

const changed = () => fields.filter((field) => field.value !== field.dataset.kept);

/** @type {(pages: string[]) => void} */
function show(pages) {
  box.replaceChildren(
    ...pages.map((png, at) =>
      el("img", {
        src: `data:image/png;base64,${png}`,
        alt: box.dataset.page.replace("{n}", String(at + 1)),
      }),
    ),
  );
}

async function draw() {
  const mine = ++asked;
  const data = new FormData();
  for (const field of changed()) data.append(`sentence-${field.dataset.key}`, field.value);
  said.textContent = box.dataset.drawing;
  box.classList.add("stale");
  try {
    const found = await post(box.dataset.url, data);
    if (mine !== asked) return;
    show(found.pages);
    said.textContent = "";
    box.classList.remove("stale");
    box.dataset.drawn = String(mine);
  } catch (error) {
    if (mine !== asked) return;
    const { failed = "", signIn = "", signInLink = "" } = box.dataset;
    sayFault(said, error, { failed, signInAgain: signIn, signInLink });
  }
}

function typed(field) {
  if (!box.dataset.url) {
    const line = [...box.children].find((one) => one.dataset.of === field.dataset.key);
    if (line) line.textContent = field.value;
    return;
  }
  clearTimeout(timer);
  timer = setTimeout(draw, PAUSE_MS);
}

for (const field of fields) field.addEventListener("input", () => typed(field));
// one sentence is kept at a time: leaving with others unkept is asked about
addEventListener("beforeunload", (event) => {
  const own = document.activeElement?.closest("form")?.querySelector("textarea");
  if (changed().some((field) => field !== own)) event.preventDefault();
});
if (box?.dataset.url) draw();
