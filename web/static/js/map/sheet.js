// The sheet: at the right on a desk, pulled up by a thumb on a phone. Holds one part of a page at a time.
const sheet = document.getElementById("sheet");
const body = document.getElementById("sheet-body");
const SIZES = ["low", "half", "full"];

export const narrow = window.matchMedia("(max-width: 720px)");

let turn = 0;

// How what has the focus in the sheet is found again once the sheet is filled anew.
function focusedPart() {
  const at = /** @type {HTMLElement} */ (document.activeElement);
  if (!body.contains(at)) return null;
  if (at.id) return `#${CSS.escape(at.id)}`;
  return at.dataset.site ? `[data-site="${CSS.escape(at.dataset.site)}"]` : null;
}

// Shows the part of a page at `url`; `said` is the text where it cannot be had. Returns its article, null for a refusal
// that it shows, undefined where something else was asked for meanwhile: the sheet is no longer this one's.
export async function showPart(url, said, { keepFocus = false } = {}) {
  turn += 1;
  const mine = turn;
  body.setAttribute("aria-busy", "true");
  let html = null;
  let refused = said.failed;
  try {
    const answer = await fetch(`${url}&lang=${document.documentElement.lang}`, {
      headers: { Accept: "text/html", "X-Part": "1" },
    });
    const text = await answer.text();
    if (answer.ok) html = text;
    else
      refused =
        new DOMParser().parseFromString(text, "text/html").querySelector("h1")?.textContent ?? said.failed;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // fetch says "no connection" by a TypeError
  }
  if (mine !== turn) return undefined;
  body.removeAttribute("aria-busy");
  open();
  if (html === null) {
    const note = document.createElement("p");
    note.className = "refused";
    note.setAttribute("role", "alert");
    note.textContent = refused;
    body.replaceChildren(note);
    return null;
  }
  const focused = keepFocus ? focusedPart() : null;
  const typing = focused ? typed() : null;
  body.innerHTML = html; // made by our own templates, every value escaped
  body.scrollTop = keepFocus ? body.scrollTop : 0;
  const again = focused ? body.querySelector(focused) : null;
  /** @type {HTMLElement | null} */ (again)?.focus({ preventScroll: true });
  if (typing && again instanceof HTMLInputElement) goOnTyping(again, typing);
  return body.firstElementChild;
}

// What is being typed in the sheet while an answer comes: the words so far and where the caret stands in them.
function typed() {
  const at = document.activeElement;
  if (!(at instanceof HTMLInputElement)) return null;
  return {
    value: at.value,
    changed: at.value !== at.defaultValue,
    from: at.selectionStart,
    to: at.selectionEnd,
  };
}

function goOnTyping(field, { value, changed, from, to }) {
  if (changed) {
    field.value = value;
    const tell = () => field.dispatchEvent(new Event("change", { bubbles: true }));
    field.addEventListener("blur", tell, { once: true }); // a browser tells only of what was typed since
  }
  if (from !== null) field.setSelectionRange(from, to);
}

export function open(size = null) {
  if (sheet.hidden || size) sheet.dataset.size = size ?? "half";
  sheet.hidden = false;
  document.body.classList.add("with-sheet");
}

// The keyboard goes to the card that was opened by it, or by a link to its mast; when the card is closed it goes back to where it was.
let came = null;
export function enter() {
  const here = /** @type {HTMLElement | null} */ (document.activeElement);
  if (here && here !== document.body && !sheet.contains(here)) came = here;
  /** @type {HTMLElement} */
  const name = body.querySelector("h2") ?? body;
  name.tabIndex = -1;
  name.focus();
}
const back = () => {
  if (came?.isConnected) return came;
  return came?.closest("tr") ? document.querySelector("#table tr[tabindex='0']") : null; // drawn anew when the map moved
};

// Says whether the keyboard was given back to what had opened the card.
export function close() {
  const place = sheet.contains(document.activeElement) ? back() : null;
  came = null;
  turn += 1;
  sheet.hidden = true;
  body.replaceChildren();
  document.body.classList.remove("with-sheet");
  /** @type {HTMLElement | null} */ (place)?.focus({ preventScroll: true });
  return Boolean(place);
}

// Which part was asked for last; another number later means that the sheet is another one's.
export const asked = () => turn;
export const isOpen = () => !sheet.hidden;
export const bodyOf = () => body;

// The grip: a tap steps through the heights, a pull follows the finger and settles at the nearest.
const grip = document.getElementById("sheet-size");
let pull = null;
let told = () => {};
// Who wants to know that the sheet was pulled to another height.
export const onSize = (listener) => {
  told = listener;
};
grip.addEventListener("pointerdown", (event) => {
  pull = { from: event.clientY, height: sheet.getBoundingClientRect().height, moved: false };
  grip.setPointerCapture(event.pointerId);
});
grip.addEventListener("pointermove", (event) => {
  if (!pull) return;
  const by = pull.from - event.clientY;
  if (Math.abs(by) > 6) pull.moved = true;
  if (pull.moved) sheet.style.height = `${Math.max(96, pull.height + by)}px`;
});
const settle = (event) => {
  if (!pull) return;
  if (pull.moved) {
    const share = sheet.getBoundingClientRect().height / window.innerHeight;
    sheet.style.height = "";
    sheet.dataset.size = share < 0.3 ? "low" : share < 0.68 ? "half" : "full";
    event.preventDefault();
  }
  grip.dataset.moved = pull.moved ? "1" : "";
  if (pull.moved) told();
  pull = null;
};
grip.addEventListener("pointerup", settle);
grip.addEventListener("pointercancel", settle);
grip.addEventListener("click", () => {
  if (grip.dataset.moved) {
    grip.dataset.moved = "";
    return;
  }
  sheet.dataset.size = SIZES[(SIZES.indexOf(sheet.dataset.size) + 1) % SIZES.length];
  told();
});
