// A list that is judged anew loads its page again: the reader comes back to the line where the answer was given.
const KEY = `bts-stay-${location.pathname}`;
const PANES = ["#rows", "#pane-issues .table-scroll", "#columns-read"];

export function reloadHere() {
  const level = document.querySelector("[data-severity][aria-pressed=true]")?.dataset.severity ?? "";
  const panes = PANES.map((pane) => document.querySelector(pane)?.scrollTop ?? 0);
  sessionStorage.setItem(KEY, JSON.stringify({ page: window.scrollY, panes, level }));
  location.reload();
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
  if (held.level) document.querySelector(`[data-severity="${held.level}"]`)?.click();
  PANES.forEach((pane, k) => {
    const box = document.querySelector(pane);
    if (box) box.scrollTop = held.panes[k];
  });
  window.scrollTo(0, held.page);
}
