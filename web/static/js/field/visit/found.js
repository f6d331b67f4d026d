// What is found of a mast that the register has otherwise: its height, class, networks. Each is a note of the visit; the
// office sees it beside the register, and nothing is changed by it.

import { button, el, field } from "../dom.js";
import { photoBox } from "../entry/photos.js";
import { readNumber, showNumber } from "../numbers.js";
import { record } from "../record.js";
import { lang, saidOfCode, t } from "../words.js";
import { chips } from "./defects.js";

export const FOUND = ["found_height", "found_class", "found_networks"];
const CLASSES = ["A1a", "A1b", "A2a", "A2b", "A2c"];

const noteOf = (rows, kind) =>
  rows.filter((row) => row.kind === "note" && !row.entry && row.item.value === kind).at(-1);

/** What a visit has found otherwise, as a line each. */
export const foundLines = (rows) =>
  FOUND.flatMap((kind) => {
    const note = noteOf(rows, kind)?.item;
    return note?.raw ? [note.note] : [];
  });

export function foundBox(visitor) {
  const { visit, mast } = visitor;
  const before = Object.fromEntries(FOUND.map((kind) => [kind, noteOf(visitor.rows, kind)]));
  const said = Object.fromEntries(FOUND.map((kind) => [kind, before[kind]?.item.raw ?? ""]));
  const held = {
    found_height: mast?.height_m ? `${showNumber(mast.height_m, lang, 1)} m` : "",
    found_class: mast?.mast_class ?? "",
    found_networks: (mast?.operators ?? []).join(", "),
  };
  const told = el("p", { class: "reason", role: "alert" });
  const input = (kind, more = {}) =>
    el("input", {
      type: "text",
      class: "big",
      maxlength: 120,
      autocomplete: "off",
      value: said[kind],
      on: {
        input: (event) => {
          said[kind] = event.target.value.trim();
        },
      },
      ...more,
    });
  const asked = (kind) => t(`${kind}.asked`, { held: held[kind] || t("found.none") });
  const keep = async () => {
    if (said.found_height && !(readNumber(said.found_height) > 0)) {
      told.textContent = t("found.no-number");
      return;
    }
    try {
      for (const kind of FOUND) {
        if (said[kind] === (before[kind]?.item.raw ?? "")) continue;
        const unit = kind === "found_height" ? " m" : "";
        const note = said[kind]
          ? t(`${kind}.note`, { found: `${said[kind]}${unit}`, held: held[kind] || t("found.none") })
          : t("found.taken-back");
        const replaces = before[kind]?.id ?? "";
        visitor.taken(await record(visit, { kind: "note", value: kind, raw: said[kind], note, replaces }));
      }
      visitor.go();
    } catch (error) {
      told.textContent = saidOfCode(error.code ?? "FIELD-PHONE-STORE");
    }
  };
  return el(
    "section",
    { class: "entry" },
    el("h2", { text: t("found.title") }),
    el("p", { class: "hint", text: t("found.what") }),
    field(asked("found_height"), input("found_height", { inputmode: "decimal", maxlength: 8 })),
    chips(
      asked("found_class"),
      [["", t("found.same")], ...CLASSES.map((code) => [code, code])],
      said.found_class,
      (code) => {
        said.found_class = code;
      },
    ),
    field(asked("found_networks"), input("found_networks")),
    photoBox(visitor, { code: "", words: { vi: t("found.title"), en: t("found.title") }, photos: 0 }),
    told,
    el(
      "div",
      { class: "steps" },
      button(t("absent.back"), () => visitor.go()),
      button(t("found.save"), keep, { class: "tap primary" }),
    ),
  );
}
