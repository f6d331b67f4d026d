// The one written form of an item that both sides hash: sorted keys, no spaces, UTF-8.
// Numbers that are measured travel as text; what is left are small whole numbers, which all languages write alike.

/** @type {(value: any) => string} */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value && typeof value === "object") {
    return `{${Object.keys(value)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`)
      .join(",")}}`;
  }
  return JSON.stringify(value);
}

// Half a character (a keyboard's lone surrogate) cannot be written in UTF-8: it becomes the sign for "not readable".
/** @type {(value: any) => any} */
export function wellFormed(value) {
  if (typeof value === "string")
    return value.replace(/[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]/g, (part) =>
      part.length === 2 ? part : "\ufffd",
    );
  if (Array.isArray(value)) return value.map(wellFormed);
  if (value && typeof value === "object")
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, wellFormed(item)]));
  return value;
}

/** @type {(bytes: BufferSource) => Promise<string>} */
export async function sha256(bytes) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @type {(item: unknown) => Promise<string>} */
export const sha256OfItem = (item) => sha256(new TextEncoder().encode(canonical(item)));

// A moment as the phone's clock and zone say it: 2026-11-26T14:05:09.123+07:00
export function moment(date = new Date()) {
  /** @type {(n: number) => string} */
  const two = (n) => String(Math.trunc(Math.abs(n))).padStart(2, "0");
  const zone = -date.getTimezoneOffset();
  return (
    `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}` +
    `.${String(date.getMilliseconds()).padStart(3, "0")}${zone < 0 ? "-" : "+"}${two(zone / 60)}:${two(zone % 60)}`
  );
}
