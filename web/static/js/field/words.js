// The app's texts in both languages, as the page brings them; the choice stays on the phone.
/** @type {Record<string, Record<string, string>>} */
const source = JSON.parse(document.getElementById("field-words").textContent);
const KEY = "bts-field-lang";

function remembered() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

export let lang = remembered() ?? document.documentElement.lang;
if (!source[lang]) lang = "vi";
document.documentElement.lang = lang;

/** @type {(wanted: string) => void} */
export function setLang(wanted) {
  lang = wanted;
  document.documentElement.lang = wanted;
  try {
    localStorage.setItem(KEY, wanted);
  } catch {
    /* it holds until the page is left */
  }
}

// A text by its key; {name} in it is replaced by params.name.
/** @type {(key: string, params?: Record<string, unknown>) => string} */
export function t(key, params = {}) {
  const text = source[lang][key];
  if (text === undefined) throw new Error(`no text ${key}`);
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in params ? String(params[name]) : whole));
}

// What the pack says in both languages, {vi, en} or plain text, in the reader's.
/** @type {(words: Words | string | null | undefined) => string} */
export function said(words) {
  if (!words) return "";
  return typeof words === "string" ? words : words[/** @type {Lang} */ (lang)] || words.vi || "";
}

// A defect's part, and the row of the sheet that its answer stands in: " · Thân đốt D7", " · M1"; "" for neither.
/** @type {(part: string, entry: string | undefined) => string} */
export function partOf(part, entry) {
  const row = /\[(.+)\]$/.exec(entry ?? "")?.[1] ?? "";
  return part || row ? ` · ${[part, row].filter(Boolean).join(" ")}` : "";
}

// What a code means; the code itself where there are no words of ours for it.
/** @type {(code: string, message?: string) => string} */
export function saidOfCode(code, message = "") {
  const text = source[lang][`code.${code}`];
  return text ?? (message || code);
}

const zone = "Asia/Ho_Chi_Minh";
/** @type {Intl.DateTimeFormatOptions} */
const two = { day: "2-digit", month: "2-digit" };

/** @type {(day: string) => string} */
export function showDay(day) {
  if (!day) return "";
  const date = new Date(day.length === 10 ? `${day}T12:00:00+07:00` : day);
  return Number.isNaN(date.getTime())
    ? day
    : new Intl.DateTimeFormat("en-GB", { ...two, year: "numeric", timeZone: zone }).format(date);
}

/** @type {(at: string | number) => string} */
export function showTime(at) {
  const date = new Date(at);
  return Number.isNaN(date.getTime())
    ? ""
    : new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone }).format(date);
}

// A deadline: its day, with the moment where hours count ("": only the day does).
/** @type {(day: string, at?: string) => string} */
export const showDeadline = (day, at) => (at ? `${showTime(at)} ${showDay(at)}` : showDay(day));

/** Nobody answered: that there is no network is said only where the phone knows it. */
export const unanswered = () => t(navigator.onLine ? "status.unanswered" : "status.offline");

/**
 * Why masts did not come to the phone. Whoever is no more signed in is told that, not that there is no network.
 * @type {(error: any, signedOut: boolean) => string}
 */
export function notLoaded(error, signedOut) {
  if (error.kind === "sign-in" || (error.kind && signedOut)) return t("status.sign-in");
  if (error.kind === "other-person") return t("status.other-person");
  if (error.kind === "busy" || error.kind === "refused") return `${t("status.trouble")} ${error.said ?? ""}`;
  return error.kind ? unanswered() : saidOfCode(error.code ?? "FIELD-PHONE-STORE");
}
