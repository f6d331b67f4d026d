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

/**
 * The defects whose answer still tells of a fault, but another one than they were recorded of: the value was corrected
 * since. By the defect's row, what the answer says now: its words and, where it is measured, the value of then and of now.
 */
export function restated(visitor) {
  const found = new Map();
  for (const row of visitor.rows) {
    if (row.kind !== "defect" || !row.item.entry) continue;
    const entry = visitor.entries.find((one) => one.code === row.item.entry);
    const now = entry && lastReading(visitor.rows, entry)?.item;
    const then = visitor.every
      .filter((one) => one.kind === "reading" && one.entry === row.item.entry && one.item.seq < row.item.seq)
      .sort((a, b) => a.item.seq - b.item.seq)
      .at(-1)?.item;
    if (!now || !then || worth(now) === worth(then) || !faulty(visitor, entry, now)) continue;
    const measured = measuredOf(visitor, entry, now);
    const words = `${said(entry.words)}: ${measured || valueWords(entry, now)}`;
    found.set(row, { entry, item: now, words, measured, before: measuredOf(visitor, entry, then) });
  }
  return found;
}

// A value beside its limit, as the defect's own words have it; "" for a choice.
const measuredOf = (visitor, entry, item) =>
  ["number", "computed"].includes(entry.answer)
    ? t("limit.measured", { value: valueWords(entry, item), limit: limitWords(entry, visitor.mast) })
    : "";

/** What waits to be decided: [{entry, item, words, measured}]; `measured` is the value beside its limit, "" for a choice. */
export function noticedIn(visitor) {
  const told = new Set(visitor.rows.filter((row) => row.kind === "defect").map((row) => row.item.entry));
  return visitor.entries.flatMap((entry) => {
    const item = lastReading(visitor.rows, entry)?.item;
    if (!faulty(visitor, entry, item) || told.has(entry.code) || noneBecause(visitor, entry) !== null)
      return [];
    const measured = measuredOf(visitor, entry, item);
    return [{ entry, item, measured, words: `${said(entry.words)}: ${measured || valueWords(entry, item)}` }];
  });
}

const family = (kind) => kind.split("_")[0];

/**
 * A defect of the mast that stands already and that the answer may tell of, too: of the same entry, else of none and
 * called as the sheet calls the entry's defects; where the answer names its kind, one that is akin ("slack" is no rust).
 * As the office finds it: visit_defects.open_already.
 */
export function standingOf(visitor, entry) {
  const known = visitor.mast?.defects ?? [];
  const kinds = entry.defects ?? [];
  const value = lastReading(visitor.rows, entry)?.item.value;
  const called = kinds.find((kind) => kind.endsWith(`_${value}`));
  const akin = kinds.filter((kind) => !called || family(kind) === family(called));
  return (
    known.find((one) => one.entry === entry.code) ??
    known.find((one) => !one.entry && akin.includes(one.defect))
  );
}

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
