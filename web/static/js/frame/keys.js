// The keyboard on every page: "?" says which keys the page knows, "/" goes to its search or filter, and the links that
// skip what stands above lead past it without touching the address, which holds what a desk shows.
const help = /** @type {HTMLDialogElement} */ (document.getElementById("keys-help"));
const main = document.getElementById("content");
const TYPED = "input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable], dialog";
const SOUGHT = [
  "[data-sought]",
  "input[type=search]",
  "[role=search] input:not([type=hidden])",
  ".filters [aria-pressed=true]",
];

const seen = (part) => part.getClientRects().length > 0 && !part.closest("[inert]");
const sought = () =>
  SOUGHT.flatMap((where) => [
    .../** @type {NodeListOf<HTMLElement>} */ (main?.querySelectorAll(where) ?? []),
  ]).find(seen);

function say() {
  if (!help || help.open) return;
  help.querySelector("[data-key='/']").hidden = !sought();
  help.querySelector("[data-key=day]").hidden = !main?.querySelector("[data-day]");
  help.showModal(); // the browser gives the keyboard back to where it was
}
help?.querySelector("button").addEventListener("click", () => help.close());
for (const opener of document.querySelectorAll("[data-keys-help]")) opener.addEventListener("click", say);

document.addEventListener("keydown", (event) => {
  const target = /** @type {HTMLElement} */ (event.target);
  if (event.ctrlKey || event.metaKey || event.altKey || target.closest(TYPED)) return;
  if (event.key === "?") {
    event.preventDefault();
    say();
  }
  const field = event.key === "/" ? sought() : null;
  if (field) {
    event.preventDefault();
    field.focus();
    if (field instanceof HTMLInputElement) field.select();
  }
});

// Escape in a dialog closes the dialog alone: what lies open on the page below it stays.
document.body.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && document.querySelector("dialog:modal")) event.stopPropagation();
});

// Escape folds the box of a deed that hangs open over the page, and gives the keyboard back to what opened it.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open], .day-pop"))
    return;
  const box = /** @type {HTMLDetailsElement | null} */ (document.querySelector("details.deed-box[open]"));
  if (!box) return;
  box.open = false;
  box.querySelector("summary").focus();
});

for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("a.skip"))) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const place = /** @type {HTMLElement | null} */ (
      (link.dataset.first && document.querySelector(link.dataset.first)) || document.querySelector(link.hash)
    );
    place?.focus();
    place?.scrollIntoView({ block: "nearest" });
  });
}
