// Numbers as people type them, and as they are shown; distances on the ellipsoid.

// Reads "8,4", "8.4", "1.234,5", "1,234.5", "- 3"; null where it is no number. One lone separator is a decimal sign.
export function readNumber(text) {
  const raw = String(text).trim().replace(/\s+/g, "").replace(/−/g, "-");
  if (!/^[+-]?[\d.,]*\d[\d.,]*$/.test(raw)) return null;
  const marks = raw.replace(/[^.,]/g, "");
  const last = Math.max(raw.lastIndexOf("."), raw.lastIndexOf(","));
  const mixed = marks.includes(".") && marks.includes(",");
  if (marks.length > 1 && !mixed) { // 1.234.567: groups of three, and nothing after them
    return /^[+-]?\d{1,3}([.,]\d{3})+$/.test(raw) ? Number(raw.replace(/[.,]/g, "")) : null;
  }
  if (mixed) {
    const decimal = raw[last];
    const whole = raw.slice(0, last);
    if (whole.includes(decimal) || !/^[+-]?\d{1,3}([.,]\d{3})+$/.test(whole) || !/^\d+$/.test(raw.slice(last + 1))) return null;
    return Number(`${whole.replace(/[.,]/g, "")}.${raw.slice(last + 1)}`);
  }
  const value = Number(raw.replace(",", "."));
  return Number.isFinite(value) ? value : null;
}

export function showNumber(value, lang, decimals = 3) {
  return new Intl.NumberFormat(lang === "vi" ? "vi-VN" : "en-GB", { maximumFractionDigits: decimals }).format(value);
}

export function showSize(bytes, lang) {
  const [value, unit] = bytes < 1e6 ? [bytes / 1e3, "kB"] : bytes < 1e9 ? [bytes / 1e6, "MB"] : [bytes / 1e9, "GB"];
  return `${showNumber(value, lang, value < 10 ? 1 : 0)} ${unit}`;
}

// Metres between two places in degrees on the ellipsoid (WGS 84), its two radii taken halfway between them: within a
// province closer than a phone can measure to the office's own figure, so that phone and desk say the same.
export function metresBetween(lon1, lat1, lon2, lat2) {
  const rad = Math.PI / 180;
  const [a, e2, middle] = [6378137, 0.00669437999014, ((lat1 + lat2) / 2) * rad];
  const bent = 1 - e2 * Math.sin(middle) ** 2;
  const north = ((a * (1 - e2)) / bent ** 1.5) * (lat2 - lat1) * rad;
  const east = (a / Math.sqrt(bent)) * Math.cos(middle) * (lon2 - lon1) * rad;
  return Math.hypot(north, east);
}
