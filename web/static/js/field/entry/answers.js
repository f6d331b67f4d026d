// What was recorded of an entry, and whether that is all it asks for.
import { readNumber, showNumber } from "../numbers.js";
import { splitKey } from "../visit/sheet.js";
import { lang } from "../words.js";

/** The standing row of an entry's answer; of one that is computed, what follows from the others; null for none. */
export function lastReading(rows, entry) {
  if (entry.answer === "computed") return computedRow(entry);
  return rows.filter((row) => row.kind === "reading" && row.entry === entry.code).at(-1) ?? null;
}

function computedRow(entry) {
  if (entry.computed === null || entry.computed === undefined) return null;
  const raw = showNumber(readNumber(entry.computed), lang, 1);
  return {
    id: `computed ${entry.code} ${entry.computed}`,
    kind: "reading",
    entry: entry.code,
    state: "kept",
    item: { entry: entry.code, value: entry.computed, raw, unit: entry.unit ?? "", note: "", photos: [] },
  };
}

// Photos of an entry that repeats count for all its rows: each names the row before which it was taken.
export const photosOf = (rows, entry) =>
  rows.filter((row) => row.kind === "photo" && splitKey(row.entry)[0] === splitKey(entry.code)[0]);

// An answer that was taken back: it stands in the place of what was there, and says nothing.
const blank = ({ item }) => (item.value === null || item.value === "") && !item.raw && !item.note;

// Whether an entry has what it asks for.
export function answered(rows, entry) {
  if (entry.answer === "photo") return photosOf(rows, entry).length >= Math.max(1, entry.photos ?? 1);
  if (entry.answer === "position") return rows.some((row) => row.kind === "position");
  const last = lastReading(rows, entry);
  return last !== null && !blank(last);
}

/** Whether an entry has the photos it asks for; what could not be seen is asked for none. */
export const pictured = (rows, entry) =>
  lastReading(rows, entry)?.item.value === "not_seen" || photosOf(rows, entry).length >= (entry.photos ?? 0);
