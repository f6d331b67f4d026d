// A reading beside its limit: words only. A working number (not verified) never says that anything is wrong.
import { readNumber, showNumber } from "../numbers.js";
import { lang, said, showDay, t } from "../words.js";

/** @type {Record<string, string>} */
const SIGN = { "<": "<", "<=": "≤", ">=": "≥", ">": ">" };

// The limit of an entry for a mast: {relation, value, lower, verified} in the entry's unit; null where there is none.
// `height_over`: the mast's height divided by it, in the entry's unit (mm where it says so, else m); the height as found
// at the mast (`found`) where that is another than the registered one.
/** @type {(entry: Entry, mast?: {height_m?: number | null} | null) => Limit | null} */
export function limitOf(entry, mast) {
  const limit = entry.limit;
  if (!limit) return null;
  if (limit.of) {
    const base = entry.rests ?? null;
    if (base === null || base <= 0 || !limit.factor) return { ...limit, value: null };
    const lower = limit.factor_lower ? base * limit.factor_lower : null;
    return { ...limit, value: base * limit.factor, lower };
  }
  if (limit.height_over) {
    const height = entry.found ?? mast?.height_m;
    if (!height) return { ...limit, value: null };
    return {
      ...limit,
      value: (height / limit.height_over) * (entry.unit === "mm" ? 1000 : entry.unit === "cm" ? 100 : 1),
    };
  }
  return limit;
}

/** @type {(entry: Entry, mast?: {height_m?: number | null} | null) => string} */
export function limitWords(entry, mast) {
  const limit = limitOf(entry, mast);
  if (!limit) return "";
  const unit = entry.unit ? ` ${entry.unit}` : "";
  /** @type {(value: any) => string} */
  const number = (value) => showNumber(value, lang, 2);
  let words;
  if (limit.value === null || limit.value === undefined)
    words = limit.height_over ? t("limit.height", { over: number(limit.height_over) }) : "";
  else if (limit.relation === "between") words = `${number(limit.lower)} – ${number(limit.value)}${unit}`;
  else {
    const found = entry.found ? t("limit.found", { height: number(entry.found) }) : "";
    const over = limit.height_over ? ` (H/${number(limit.height_over)}${found})` : "";
    words = `${SIGN[limit.relation] ?? limit.relation} ${number(limit.value)}${unit}${over}`;
  }
  if (!words) return "";
  const told = limit.verified ? words : `${words} (${t("limit.unverified")})`;
  return entry.unit ? told : `${told}; ${t("limit.no-unit")}`; // a bare number: nobody may take it for newtons
}

// "within", "beyond" or "" (nothing can be said); `firm`: whether the limit is verified.
/** @type {(entry: Entry, mast: {height_m?: number | null} | null | undefined, raw: string) => {word: "within" | "beyond" | "", firm: boolean}} */
export function judge(entry, mast, raw) {
  const limit = limitOf(entry, mast);
  const value = readNumber(raw);
  if (!limit || value === null || limit.value === null || limit.value === undefined)
    return { word: "", firm: false };
  const held = {
    "<": value < limit.value,
    "<=": value <= limit.value,
    ">=": value >= limit.value,
    ">": value > limit.value,
    between:
      (limit.lower === null || limit.lower === undefined || value >= limit.lower) && value <= limit.value,
  }[limit.relation];
  if (held === undefined || (held && value < 0)) return { word: "", firm: false }; // a length or a resistance below nothing: a slip, never a pass
  return { word: held ? "within" : "beyond", firm: Boolean(limit.verified) };
}

// A reading as people read it: the option's words, yes or no, the number with its unit.
/** @type {(entry: Entry | null | undefined, item: Item | null | undefined) => string} */
export function valueWords(entry, item) {
  if (!item || item.value === null || item.value === "") return "";
  if (item.value === "not_seen") return t("entry.not-seen");
  if (entry?.answer === "choice")
    return said(entry.options?.find((option) => option.code === item.value)?.words) || String(item.value);
  if (typeof item.value === "boolean") return t(item.value ? "entry.yes" : "entry.no");
  if (entry?.answer === "date") return showDay(String(item.value));
  if (entry?.answer === "number" || entry?.answer === "computed")
    return `${item.raw || item.value}${item.unit ? ` ${item.unit}` : ""}`;
  return String(item.raw || item.value);
}
