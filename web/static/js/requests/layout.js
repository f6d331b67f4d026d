// How the window is shared on a request's page: the map's height over the chosen row, and the line of notices.
const KEY = "bts-map-share";
const [LOW, HIGH, STEP] = [15, 80, 4];

// The line between map and row is drawn up and down, by hand or by the arrow keys; the browser remembers it.
export function splitRow() {
  const line = document.getElementById("row-split");
  const work = /** @type {HTMLElement} */ (line.parentElement);
  const set = (share) => {
    const kept = Math.round(Math.min(HIGH, Math.max(LOW, share)));
    work.style.setProperty("--map-share", `${kept}%`);
    line.setAttribute("aria-valuenow", String(kept));
    return kept;
  };
  const keep = (share) => localStorage.setItem(KEY, String(set(share)));
  const held = Number(localStorage.getItem(KEY));
  if (held >= LOW && held <= HIGH) set(held);
  line.addEventListener("keydown", (event) => {
    const step = { ArrowUp: -STEP, ArrowDown: STEP }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation(); // the arrows are not the table's here
    keep(Number(line.getAttribute("aria-valuenow")) + step);
  });
  line.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    line.setPointerCapture(event.pointerId);
  });
  line.addEventListener("pointermove", (event) => {
    if (!line.hasPointerCapture(event.pointerId)) return;
    const box = work.getBoundingClientRect();
    keep(((event.clientY - box.top) / box.height) * 100);
  });
}

// Where the notices of a request do not fit into their line, a button shows them whole.
export function foldNotices() {
  const box = document.getElementById("notices");
  const more = document.getElementById("notices-more");
  const cut = () =>
    box.scrollWidth > box.clientWidth ||
    box.scrollHeight > box.clientHeight + 1 ||
    [...box.querySelectorAll(".notice-line, .notice-line > summary")].some(
      (line) => line.scrollWidth > line.clientWidth + 1 || line.scrollHeight > line.clientHeight + 8,
    );
  const look = () => {
    if (!box.classList.contains("whole")) more.hidden = !cut();
  };
  more.addEventListener("click", () => {
    const whole = box.classList.toggle("whole");
    more.setAttribute("aria-expanded", String(whole));
  });
  new ResizeObserver(look).observe(box);
  look();
}
