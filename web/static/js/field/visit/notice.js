// Answers that tell of a fault and values outside their limit, of which nothing was decided yet. The inspector decides
// under the mast: a defect, or none, with his reason. Nothing is a defect by itself: many limits are working numbers.

import { button, el, field } from "../dom.js";
import { lastReading } from "../entry/answers.js";
import { record } from "../record.js";
import { said, saidOfCode, showDay, t } from "../words.js";
import { judge, limitWords, valueWords } from "./limits.js";

const NONE = "no_defect"; // the value of a note that says so; `raw` is the value that it was said of
const worth = (item) => String(item.value);

/** Whether a recorded answer is bad by its sheet, or a number beyond its limit; `entry` as it is asked (`askedOf`). */
export function faulty(visitor, entry, item) {
  if (!item || item.value === null || item.value === "not_seen") return false;
  if (entry.answer === "number") return judge(entry, visitor.mast, item.raw).word === "beyond";
  if (entry.answer === "computed") return judge(entry, visitor.mast, item.value).word === "beyond";
  if (entry.answer === "choice")
    return entry.options?.find((option) => option.code === item.value)?.good === false;
  return typeof item.value === "boolean" && typeof entry.good === "boolean" && item.value !== entry.good;
}

/** The reason that was given for making no defect of the entry's present answer; null where none was. */
export function noneBecause(visitor, entry) {
  const item = lastReading(visitor.rows, entry)?.item;
  const said_ = visitor.rows
    .filter((row) => row.kind === "note" && row.item.entry === entry.code && row.item.value === NONE)
    .at(-1)?.item;
  return item && said_ && said_.raw === worth(item) && faulty(visitor, entry, item) ? said_.note : null;
}

/** The defects that were recorded of an answer which tells of a fault no more: it was put right since. */
export const outlived = (visitor) =>
  visitor.rows.filter((row) => {
    if (row.kind !== "defect" || !row.item.entry) return false;
    const entry = visitor.entries.find((one) => one.code === row.item.entry);
    const value = entry && (lastReading(visitor.rows, entry)?.item.value ?? null);
    return (
      Boolean(entry) &&
      value !== null &&
      value !== "not_seen" &&
      !faulty(visitor, entry, lastReading(visitor.rows, entry).item)
    );
  });

/** What waits to be decided: [{entry, item, words, measured}]; `measured` is the value beside its limit, "" for a choice. */
export function noticedIn(visitor) {
  const told = new Set(visitor.rows.filter((row) => row.kind === "defect").map((row) => row.item.entry));
  return visitor.entries.flatMap((entry) => {
    const item = lastReading(visitor.rows, entry)?.item;
    if (!faulty(visitor, entry, item) || told.has(entry.code) || noneBecause(visitor, entry) !== null)
      return [];
    const measured = ["number", "computed"].includes(entry.answer)
      ? t("limit.measured", { value: valueWords(entry, item), limit: limitWords(entry, visitor.mast) })
      : "";
    return [{ entry, item, measured, words: `${said(entry.words)}: ${measured || valueWords(entry, item)}` }];
  });
}

// A defect of the mast that stands already and that the answer may tell of, too: of the same entry, else of none and
// called as the sheet calls the entry's defects (as the office finds it: visit_defects.open_already).
const standingOf = (visitor, entry) => {
  const known = visitor.mast?.defects ?? [];
  return (
    known.find((one) => one.entry === entry.code) ??
    known.find((one) => !one.entry && entry.defects?.includes(one.defect))
  );
};

function standingLine(visitor, entry) {
  const one = standingOf(visitor, entry);
  if (!one) return null;
  const told = t("defect.stands", { what: said(one.words) || one.note, day: showDay(one.found_on) });
  return el("p", { class: "hint stands", text: told });
}

/** One of them with its two ways out. `make` goes to where the defect is recorded; `decided` is told when it is none. */
export function noticeCard(visitor, found, make, decided, text = t("defect.from-here")) {
  const reason = el("textarea", { rows: 2, class: "big" });
  const told = el("p", { class: "reason", role: "alert" });
  const none = async () => {
    if (!reason.value.trim()) {
      told.textContent = t("defect.none-reason");
      return;
    }
    try {
      const row = await record(visitor.visit, {
        kind: "note",
        entry: found.entry.code,
        value: NONE,
        raw: worth(found.item),
        note: t("defect.none-note", { what: found.words, reason: reason.value.trim() }),
      });
      visitor.taken(row);
      decided?.();
    } catch (error) {
      told.textContent = saidOfCode(error.code ?? "FIELD-PHONE-STORE");
    }
  };
  return el(
    "div",
    { class: "noticed" },
    text.includes(found.words) ? null : el("p", { class: "answer-of", text: found.words }),
    standingLine(visitor, found.entry),
    button(text, make, { class: "tap wide" }),
    el(
      "details",
      { class: "more" },
      el("summary", { class: "tap", text: t("defect.none") }),
      field(t("defect.none-why"), reason),
      told,
      button(t("defect.none-save"), none, { class: "tap wide" }),
    ),
  );
}
