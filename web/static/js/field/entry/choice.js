// Answers that are chosen: the options of an entry, yes or no, and "not seen".

import { el, newId } from "../dom.js";
import { said, t } from "../words.js";

/** What an entry may be answered with: [{code, words, good}]. */
export function optionsOf(entry) {
  const own =
    entry.answer === "yes_no"
      ? [true, false].map((code) => ({
          code,
          words: t(code ? "entry.yes" : "entry.no"),
          good: typeof entry.good === "boolean" ? entry.good === code : null,
        }))
      : entry.options;
  return [...own, { code: "not_seen", words: t("entry.not-seen"), good: null }];
}

/** Whether an answer of a choice tells of a fault. */
export const faultyOption = (entry, value) =>
  optionsOf(entry).find((option) => option.code === value)?.good === false;

// A tap with a finger or a mouse records and goes on; keys of a keyboard only move through the answers.
export function choiceInput(visitor, entry, save, heading) {
  const group = newId("choice");
  return el(
    "div",
    { class: `choices${entry.row ? " close" : ""}`, role: "radiogroup", "aria-labelledby": heading },
    optionsOf(entry).map((option) => {
      let pointed = false;
      const input = el("input", {
        type: "radio",
        name: group,
        value: String(option.code),
        checked: save.held.value === option.code,
        on: {
          change: () => save({ value: option.code, raw: said(option.words) }),
          click: () => {
            if (pointed) setTimeout(() => visitor.advance?.(entry)); // its change comes first
            pointed = false;
          },
        },
      });
      return el(
        "label",
        {
          class: "choice tap",
          on: {
            pointerdown: () => {
              pointed = true;
            },
            pointercancel: () => {
              pointed = false;
            },
          },
        },
        input,
        el("span", { text: said(option.words) }),
      );
    }),
  );
}
