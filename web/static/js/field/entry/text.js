// Answers in words, and days.

import { el } from "../dom.js";
import { typed } from "./typed.js";

export function textInput(visitor, entry, save, heading) {
  return typed(
    visitor,
    entry,
    el("textarea", { rows: 3, class: "big", "aria-labelledby": heading, value: save.held.raw }),
    (raw) => save({ raw, value: raw.trim() ? raw : null }),
  );
}

export function dateInput(_visitor, _entry, save, heading) {
  const input = el("input", {
    type: "date",
    class: "big",
    "aria-labelledby": heading,
    value: save.held.value ?? "",
  });
  input.addEventListener("change", () => save({ value: input.value || null, raw: input.value }));
  return input;
}
