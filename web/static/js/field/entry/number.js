// A number: keys on the screen, read as people write it, judged beside its limit while it is typed.

import { el } from "../dom.js";
import { readNumber, showNumber } from "../numbers.js";
import { judge } from "../visit/limits.js";
import { lang, t } from "../words.js";
import { instrumentBox } from "./instrument.js";
import { keypad } from "./keypad.js";
import { SIGNS } from "./state.js";
import { typed } from "./typed.js";

export function numberInput(visitor, entry, save, heading) {
  const unseen = save.held.value === "not_seen";
  const input = el("input", {
    type: "text",
    inputmode: "decimal",
    class: "big number",
    autocomplete: "off",
    "aria-labelledby": heading,
    value: unseen ? "" : save.held.raw,
  });
  const read = el("p", { class: "hint read", role: "status" });
  const tell = () => {
    const value = readNumber(input.value);
    input.setAttribute("aria-invalid", String(Boolean(input.value.trim()) && value === null));
    const { word, firm } = judge(entry, visitor.mast, input.value); // beside its limit while it is typed, before one goes on
    read.className = `hint read${word ? ` judged ${word}${firm ? " firm" : ""}` : ""}`;
    read.textContent = !input.value.trim()
      ? ""
      : value === null
        ? t("entry.no-number")
        : [
            t("entry.read-as", { value: `${showNumber(value, lang, 6)} ${entry.unit ?? ""}`.trim() }),
            word && `${SIGNS[word]} ${t(`limit.${word}`)}${firm ? "" : ` (${t("limit.unverified")})`}`,
          ]
            .filter(Boolean)
            .join(" · ");
  };
  typed(visitor, entry, input, (raw) => {
    if (!raw.trim() && save.held.value === "not_seen") return null; // nothing typed in its place
    const value = readNumber(raw);
    return save({
      raw: raw.trim(),
      value: value === null ? (raw.trim() ? raw.trim() : null) : String(value),
    });
  });
  input.addEventListener("input", tell);
  tell();
  const before = visitor.before?.[entry.code];
  return el(
    "div",
    { class: "number-box" },
    el(
      "div",
      { class: "number-row" },
      input,
      entry.unit ? el("span", { class: "unit", text: entry.unit }) : null,
    ),
    read,
    keypad(input, {
      step: entry.step ?? 1,
      from: entry.instrument || !before ? null : readNumber(before.value), // what is measured begins at nothing
      whole: visitor.drafts[entry.code] === undefined,
      unseen: async () => {
        input.value = "";
        await save({ value: "not_seen", raw: t("keypad.unseen") });
        visitor.advance?.(entry);
      },
    }),
    entry.instrument && !entry.row ? instrumentBox(visitor, entry, save) : null,
  );
}
