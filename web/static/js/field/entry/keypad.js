// Keys for numbers on the screen, large enough for gloves; a keyboard that is there works as well. The field stays a
// field: what is typed is kept, judged and recorded as it always was.

import { el, icon } from "../dom.js";
import { fieldNumber, readNumber, showNumber } from "../numbers.js";
import { lang, t } from "../words.js";

const COMMA = () => (lang === "vi" ? "," : ".");
const DECIMALS = 6;
const MOST_DIGITS = 12; // more are a glove that stays on a key, not a reading

const digits = (text) => text.replace(/[^0-9]/g, "").length;
const shortened = (text) => {
  let seen = 0;
  return text.replace(/[0-9]/g, (digit) => (++seen > MOST_DIGITS ? "" : digit));
};

/**
 * The keys for a field. `step`: by how much + and - change it; `from`: where they begin; `whole`: what stands there was
 * recorded before, so the first digit takes its place (a comma goes on with it); `unseen`: it could not be measured.
 */
export function keypad(input, { step = 1, from = null, whole = false, unseen = null } = {}) {
  input.inputMode = "none"; // these keys take the place of the phone's own
  let instead = whole && Boolean(input.value);
  let held = input.value;
  const limit = () => {
    // of a keyboard beside the phone as of these keys
    if (digits(input.value) > MOST_DIGITS)
      input.value = digits(held) < MOST_DIGITS ? shortened(input.value) : held;
    held = input.value;
  };
  input.addEventListener("input", limit, { capture: true }); // before it is kept and judged
  input.addEventListener("input", () => {
    instead = false;
  });
  const put = (text) => {
    if (input.closest("[inert]")) return; // its answer is being recorded
    input.value = text;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const type = (mark) => {
    const text = instead && mark !== COMMA() ? "" : input.value;
    if (mark === COMMA() && /[.,]/.test(text)) return;
    put(mark === COMMA() && !text ? `0${mark}` : text + mark);
  };
  const move = (by) => {
    const value = readNumber(input.value) ?? (input.value.trim() ? null : (from ?? 0));
    if (value === null) return;
    put(fieldNumber(Math.max(0, Number((value + by).toFixed(DECIMALS))), lang, DECIMALS));
  };
  const key = (label, name, press, more = {}) =>
    el(
      "button",
      {
        type: "button",
        class: "key",
        "aria-label": name,
        on: {
          pointerdown: (event) => event.preventDefault(), // the field keeps the cursor
          click: press,
        },
        ...more,
      },
      label,
    );
  const digit = (mark) => key(mark, mark, () => type(mark));
  const by = showNumber(step, lang, DECIMALS);
  return el(
    "div",
    { class: "keypad", role: "group", "aria-label": t("keypad.keys") },
    ...["1", "2", "3"].map(digit),
    key(icon("erase"), t("keypad.erase"), () => put(input.value.slice(0, -1)), { class: "key mark" }),
    ...["4", "5", "6"].map(digit),
    key(`+${by}`, t("keypad.more", { step: by }), () => move(step), { class: "key mark" }),
    ...["7", "8", "9"].map(digit),
    key(`−${by}`, t("keypad.less", { step: by }), () => move(-step), { class: "key mark" }),
    key(COMMA(), t("keypad.comma"), () => type(COMMA())),
    digit("0"),
    unseen
      ? key(t("keypad.unseen"), t("keypad.unseen"), unseen, { class: "key mark wide" })
      : key("", "", null, { class: "key mark wide", disabled: true, "aria-hidden": "true" }),
  );
}
