// One entry of a checklist: a tap or a number is recorded at once; what was recorded is corrected, never overwritten.

import { el, newId } from "../dom.js";
import { judge, limitWords, valueWords } from "../visit/limits.js";
import { positionBox } from "../whereabouts/place.js";
import { said, showDay, t } from "../words.js";
import { lastReading } from "./answers.js";
import { choiceInput } from "./choice.js";
import { noteBox } from "./note.js";
import { numberInput } from "./number.js";
import { photoBox } from "./photos.js";
import { quickBox } from "./quick.js";
import { saver } from "./saver.js";
import { SIGNS, showState } from "./state.js";
import { dateInput, textInput } from "./text.js";

// `visitor` is what the screen of a visit hands around: visit, mast, rows, drafts, pack, changed().
export function entryBox(visitor, entry) {
  const { mast } = visitor;
  const heading = newId("entry");
  const state = el("p", { class: "entry-state", role: "status" });
  const save = saver(visitor, entry, state);
  const input = {
    number: numberInput,
    text: textInput,
    date: dateInput,
    choice: choiceInput,
    yes_no: choiceInput,
  }[entry.answer];
  const limit = limitWords(entry, mast);
  const before = visitor.before?.[entry.code];
  const box = el(
    "section",
    { class: "entry", "aria-labelledby": heading, data: { entry: entry.code } },
    el("h2", { id: heading, text: said(entry.words) }),
    said(entry.help) ? el("p", { class: "hint", text: said(entry.help) }) : null,
    before
      ? el("p", {
          class: "hint",
          text: `${t("entry.before", { day: showDay(before.day) })}: ${valueWords(entry, before)}`,
        })
      : null,
    limit ? el("p", { class: "limit", text: `${t("limit.limit")}: ${limit}` }) : null,
    entry.answer === "computed" ? computedBox(visitor, entry) : null,
    input ? input(visitor, entry, save, heading) : null,
    limit ? basisBox(entry) : null,
    entry.answer === "position" ? positionBox(visitor, entry) : null,
    input ? state : null, // places and photos say themselves what stands
    entry.answer === "position" || entry.answer === "computed" ? null : photoBox(visitor, entry),
    quickBox(visitor, entry),
    input && entry.answer !== "text" ? noteBox(visitor, entry, save) : null,
  );
  showState(state, entry, mast, lastReading(visitor.rows, entry));
  return box;
}

// What a limit rests on, behind a tap: an inspector reads the number, not where it was looked up.
export const basisBox = (entry) =>
  said(entry.limit?.basis)
    ? el(
        "details",
        { class: "basis" },
        el("summary", { text: t("limit.basis") }),
        el("p", { class: "hint", text: said(entry.limit.basis) }),
      )
    : null;

// What follows from other answers: nothing is typed, the value stands beside its limit.
function computedBox(visitor, entry) {
  const item = lastReading(visitor.rows, entry)?.item;
  const { word, firm } = item ? judge(entry, visitor.mast, item.value) : { word: "", firm: false };
  return el(
    "div",
    { role: "status" },
    el("p", { class: "computed", text: item ? valueWords(entry, item) : "–" }),
    word
      ? el("p", {
          class: `judged ${word}${firm ? " firm" : ""}`,
          text: `${SIGNS[word]} ${t(`limit.${word}`)}${firm ? "" : ` (${t("limit.unverified")})`}`,
        })
      : null,
    el("p", { class: "hint", text: t(item ? "entry.computed" : "entry.computed-not-yet") }),
  );
}
