// Days of the map: as ISO (2020-01-31), as the number by which masts know them, as people write them, year by year.
const LAST = 65534; // of the numbers that days have (registry/services/register/mast_days.py)
const EPOCH = Date.UTC(1900, 0, 1);
const MS = 86_400_000;

/** @type {(iso: string) => number} */
export const numberOf = (iso) =>
  Math.min(Math.max(Math.round((Date.parse(`${iso}T00:00:00Z`) - EPOCH) / MS) + 1, 1), LAST);
/** @type {(number: number) => string} */
export const isoOf = (number) => new Date(EPOCH + (number - 1) * MS).toISOString().slice(0, 10);
/** @type {(iso: string) => string} */
export const written = (iso) => iso.split("-").reverse().join("/");
/** @type {(iso: string) => number} */
export const yearOf = (iso) => Number(iso.slice(0, 4));
/** @type {(year: number) => string} */
const yearEnd = (year) => `${year}-12-31`;

// What a year further is: the end of the next year; in its last year, today.
/** @type {(day: string, today: string, by: number) => string} */
export function yearFrom(day, today, by) {
  const year = yearOf(day);
  const atEnd = day === yearEnd(year);
  if (by > 0) {
    const next = yearEnd(atEnd ? year + 1 : year);
    if (next < today) return next;
    return today;
  }
  return yearEnd(year - 1);
}

// The day, written as people do or as ISO, as ISO; null where it is none.
/** @type {(text: string) => string | null} */
export function readDay(text) {
  const found = text.trim().match(/^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/);
  const iso = found
    ? `${found[3]}-${found[2].padStart(2, "0")}-${found[1].padStart(2, "0")}`
    : text.trim().match(/^\d{4}-\d{2}-\d{2}$/)?.[0];
  if (!iso) return null;
  const date = new Date(`${iso}T00:00:00Z`);
  return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== iso ? null : iso;
}
