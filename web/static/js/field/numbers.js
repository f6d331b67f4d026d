// Numbers as people type them, and as they are shown; distances on the ellipsoid.

// Reads "8,4", "8.4", "1.234,5", "1 234,5", "1'234.5", "- 3"; null where it is no number: grouping marks stand before groups
// of three digits only. One lone point or comma is a decimal sign. The desk reads by the same rules (registry/model/numbers.py).
const WIDE = /[\uff10-\uff19\uff0e\uff0c\uff0b\uff0d]/g;
const PLAIN = /^[+-]? ?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)$/;
const GROUPED = /^([+-]? ?)([1-9][0-9]{0,2}([.,' ])[0-9]{3}(?:\3[0-9]{3})*)(?:(?!\3)[.,]([0-9]*))?$/;

/** @type {(text: unknown) => number | null} */
export function readNumber(text) {
  const raw = String(text)
    .replace(WIDE, (mark) => String.fromCharCode(mark.charCodeAt(0) - 0xfee0))
    .replace(/\u2212/g, "-")
    .replace(/\u2019/g, "'")
    .replace(/[\u00a0\u2007\u2009\u202f]/g, " ")
    .replace(/[\u200b\ufeff]/g, "")
    .trim();
  if (raw.length > 80) return null;
  const found = GROUPED.exec(raw);
  let value = Number.NaN;
  if (PLAIN.test(raw)) value = Number(raw.replaceAll(" ", "").replace(",", "."));
  else if (found) value = Number(`${found[1].trim()}${found[2].replace(/[^0-9]/g, "")}.${found[4] || "0"}`);
  return Number.isFinite(value) ? value : null;
}

/** @type {(value: number, lang: string, decimals?: number) => string} */
export function showNumber(value, lang, decimals = 3) {
  return new Intl.NumberFormat(lang === "vi" ? "vi-VN" : "en-GB", { maximumFractionDigits: decimals }).format(
    value,
  );
}

// A number as it is put into a field, where it is read again: without the marks of groups ("1.234" would be read as 1,234).
/** @type {(value: number, lang: string, decimals?: number) => string} */
export function fieldNumber(value, lang, decimals = 6) {
  return new Intl.NumberFormat(lang === "vi" ? "vi-VN" : "en-GB", {
    maximumFractionDigits: decimals,
    useGrouping: false,
  }).format(value);
}

/** @type {(bytes: number, lang: string) => string} */
export function showSize(bytes, lang) {
  const [value, unit] =
    bytes < 1e6 ? [bytes / 1e3, "kB"] : bytes < 1e9 ? [bytes / 1e6, "MB"] : [bytes / 1e9, "GB"];
  return `${showNumber(value, lang, value < 10 ? 1 : 0)} ${unit}`;
}

// Metres between two places in degrees on the ellipsoid (WGS 84), its two radii taken halfway between them: within a
// province closer than a phone can measure to the office's own figure, so that phone and desk say the same.
/** @type {(lon1: number, lat1: number, lon2: number, lat2: number) => number} */
export function metresBetween(lon1, lat1, lon2, lat2) {
  const rad = Math.PI / 180;
  const [a, e2, middle] = [6378137, 0.00669437999014, ((lat1 + lat2) / 2) * rad];
  const bent = 1 - e2 * Math.sin(middle) ** 2;
  const north = ((a * (1 - e2)) / bent ** 1.5) * (lat2 - lat1) * rad;
  const east = (a / Math.sqrt(bent)) * Math.cos(middle) * (lon2 - lon1) * rad;
  return Math.hypot(north, east);
}

// Degrees from north, clockwise, in which one place lies from another.
/** @type {(lon1: number, lat1: number, lon2: number, lat2: number) => number} */
export function bearingTo(lon1, lat1, lon2, lat2) {
  const bent = Math.cos(((lat1 + lat2) / 2) * (Math.PI / 180));
  const degrees = (Math.atan2((lon2 - lon1) * bent, lat2 - lat1) * 180) / Math.PI;
  return (degrees + 360) % 360;
}
