// What stands above the rows of a preview, put in anew as the server sends it after an answer.
const PARTS = [".notices", ".decided-count", ".gaps", ".papers-there"];
// Of the papers' panel, whose forms are in use: put in anew where it says something else, not where a script touched it.
const PAPERS = [".papers-choice", ".papers-lines"];

// Only what changed is put in; what was typed or ticked there, and what was folded, stays.
export function renewParts(html) {
  const sent = new DOMParser().parseFromString(html, "text/html");
  for (const name of PAPERS) {
    const [held, given] = [document.querySelector(name), sent.querySelector(name)];
    if (!held || !given || words(held) === words(given)) continue;
    const made = /** @type {HTMLElement} */ (document.importNode(given, true));
    if (held instanceof HTMLSelectElement && made instanceof HTMLSelectElement) {
      if ([...made.options].some((option) => option.value === held.value)) made.value = held.value;
    }
    held.replaceWith(made);
  }
  for (const name of PARTS) {
    const [held, given] = [document.querySelector(name), sent.querySelector(name)];
    if (!given) {
      held?.remove();
      continue;
    }
    const made = document.importNode(given, true);
    if (!held) {
      document.querySelector(".left .tabs").before(made);
      continue;
    }
    keepTyped(held, made);
    keepFolded(held, made);
    if (held.outerHTML !== made.outerHTML) held.replaceWith(made);
  }
}

const words = (part) => part.textContent.replace(/\s+/g, " ").trim();

function keepTyped(held, made) {
  for (const field of made.querySelectorAll("input[name]")) {
    const same = [...held.querySelectorAll("input")].find(
      (one) => one.name === field.name && (field.type !== "checkbox" || one.value === field.value),
    );
    if (!same) continue;
    if (field.type === "checkbox") field.checked = same.checked;
    else field.value = same.value;
  }
}

function keepFolded(held, made) {
  const boxes = (part) => [...(part.matches("details") ? [part] : []), ...part.querySelectorAll("details")];
  const before = boxes(held);
  boxes(made).forEach((box, k) => {
    if (before[k]) box.open = before[k].open;
  });
}
