// Work beside the page: says how far it is, and shows the page anew when it has ended.
const WAIT_MS = 800;
const AWAY_MS = 3000;

/** @type {(box: HTMLElement) => Promise<void>} */
async function look(box) {
  let pause = WAIT_MS;
  try {
    const answer = await fetch(box.dataset.job ?? "", { headers: { Accept: "application/json" } });
    if (answer.status === 401 || answer.status === 403 || answer.status === 404) return location.reload();
    if (!answer.ok) throw new TypeError(String(answer.status));
    const { state, done, total } = await answer.json();
    if (state !== "waiting" && state !== "running") return ended(box);
    say(box, state === "waiting");
    if (state === "running") show(box, done, total);
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error;
    pause = AWAY_MS; // the server is away; it may come back
  }
  setTimeout(look, pause, box);
}

// What was typed and not sent is not thrown away by a page made anew: a link stands there instead.
/** @type {(box: HTMLElement) => void} */
function ended(box) {
  const fields = [...document.querySelectorAll("main input, main textarea")];
  const typed = fields.some(
    (one) =>
      /** @type {HTMLInputElement} */ (one).value !== /** @type {HTMLInputElement} */ (one).defaultValue,
  );
  if (!typed) return location.reload();
  const link = document.createElement("a");
  link.href = "";
  link.textContent = box.dataset.ended ?? "";
  box.querySelector("progress")?.remove();
  box.querySelector("[role=status]")?.replaceChildren(link);
}

// A job that waits for its turn says so; the bar moves from when it is being done, back where it is handed on.
/** @type {(box: HTMLElement, waits: boolean) => void} */
function say(box, waits) {
  const bar = box.querySelector("progress");
  const words = box.querySelector(".job-words");
  if (!bar || !(words instanceof HTMLElement)) return;
  const text = (waits ? bar.dataset.waiting : words.dataset.running) ?? "";
  if (words.textContent === text) return;
  words.textContent = text;
  bar.setAttribute("aria-label", text);
  if (waits) {
    bar.value = 0;
    box.querySelector(".job-said")?.replaceChildren();
  } else bar.removeAttribute("value");
}

/** @type {(box: HTMLElement, done: number, total: number) => void} */
function show(box, done, total) {
  const bar = box.querySelector("progress");
  const said = box.querySelector(".job-said");
  if (!bar || !(said instanceof HTMLElement) || !total) return;
  bar.max = total;
  bar.value = done;
  const number = new Intl.NumberFormat(document.documentElement.lang);
  said.textContent = (said.dataset.done ?? "")
    .replace("DONE", number.format(done))
    .replace("TOTAL", number.format(total));
}

for (const box of document.querySelectorAll("[data-job]"))
  if (box instanceof HTMLElement) setTimeout(look, WAIT_MS, box);
