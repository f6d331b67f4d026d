// A list that is judged anew loads its page again: the reader comes back to the line where the answer was given.
const KEY = `bts-stay-${location.pathname}`;
const PANES = ["#rows", "#pane-issues .table-scroll", "#columns-read"];

export function reloadHere() {
  const level = document.querySelector("[data-severity][aria-pressed=true]")?.dataset.severity ?? "";
  const panes = PANES.map((pane) => document.querySelector(pane)?.scrollTop ?? 0);
  sessionStorage.setItem(KEY, JSON.stringify({ page: window.scrollY, panes, level, keys: whereKeysAre() }));
  location.reload();
}

// The page is read anew because something was decided: the keyboard goes to the first of `places` that is there then.
/** @type {(...places: string[]) => void} */
export function reloadTo(...places) {
  sessionStorage.setItem(KEY, JSON.stringify({ places }));
  location.reload();
}

// Where the keyboard is, in words that find it on the page read anew: its own name, or its place among what can be
// reached in the nearest part that has one.
const REACHED = "a[href], button, input:not([type=hidden]), select, textarea, summary";
function whereKeysAre() {
  const here = document.activeElement;
  const part = here?.closest("main [id]");
  if (!here || !part) return null;
  return { part: part.id, at: here === part ? -1 : [...part.querySelectorAll(REACHED)].indexOf(here) };
}
function toKeys({ part, at }) {
  const box = document.getElementById(part);
  const place = at < 0 ? box : (box?.querySelectorAll(REACHED)[at] ?? box?.querySelector(REACHED));
  /** @type {HTMLElement | null} */ (place)?.focus({ preventScroll: true });
}

// After everything is drawn; without a reload of our own nothing moves.
export function backHere() {
  let held = null;
  try {
    held = JSON.parse(sessionStorage.getItem(KEY));
  } catch {
    held = null;
  }
  sessionStorage.removeItem(KEY);
  if (!held) return;
  if (held.places) {
    const found = held.places
      .map((place) => document.querySelector(place))
      .find((place) => place?.offsetParent);
    found?.focus();
    return;
  }
  if (held.level) document.querySelector(`[data-severity="${held.level}"]`)?.click();
  PANES.forEach((pane, k) => {
    const box = document.querySelector(pane);
    if (box) box.scrollTop = held.panes[k];
  });
  window.scrollTo(0, held.page);
  if (held.keys) toKeys(held.keys);
}
