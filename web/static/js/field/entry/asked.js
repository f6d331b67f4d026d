// What a visit asks now: entries by key, row by row, as its answers lead; and the screens that hold them.
import { FOUND_HEIGHT, formOf } from "../visit/sheet.js";
import { said } from "../words.js";

const words = (entry, row) =>
  row ? { vi: `${entry.words.vi} ${row}`, en: `${entry.words.en} ${row}` } : entry.words;

/** The entries that are asked of the visit's mast: `code` is the key of the answer, `base` the entry of the sheet. */
export function askedOf(checklist, mast, rows) {
  if (!checklist) return [];
  const values = {};
  for (const row of rows) {
    if (row.kind === "reading") values[row.entry] = row.item.value;
    if (row.kind === "note" && !row.entry && row.item.value === FOUND_HEIGHT)
      values[FOUND_HEIGHT] = row.item.raw;
  }
  return formOf(checklist, mast, values).map(({ entry, key, row, rests, computed, found }) => ({
    ...entry,
    code: key,
    row,
    base: entry,
    words: words(entry, row),
    rests,
    computed,
    found,
  }));
}

/** One screen after the other: {code, group, entries}; the rows of a group stand on one, whatever else alone. */
export function screensOf(checklist, entries) {
  const groups = new Map((checklist?.groups ?? []).map((group) => [group.code, group]));
  const screens = [];
  for (const entry of entries) {
    const group = entry.row ? groups.get(entry.group) : null;
    const last = screens.at(-1);
    if (group && last?.group === group) last.entries.push(entry);
    else screens.push({ code: group?.code ?? entry.code, group, entries: [entry] });
  }
  return screens;
}

/** The screen of a code: a screen's own, or the key of an answer on it. */
export const screenAt = (screens, code) =>
  screens.findIndex((screen) => screen.code === code || screen.entries.some((entry) => entry.code === code));

/** Whether a key can still be added to a group: the next row after those that there are; "" where it cannot. */
export function rowAfter(group, rows) {
  const [axis, second] = group.axes;
  if (second || !rows.length) return "";
  const last = Number(rows.at(-1).slice(1));
  return last < axis.most ? `${axis.prefix}${last + 1}` : "";
}

/** The entries of the same part of a sheet as one of them. */
export const sectionOf = (entries, entry) =>
  entries.filter((one) =>
    entry.group ? one.group === entry.group : !one.group && said(one.heading) === said(entry.heading),
  );
