// Small parts that the appraisal's scripts share: elements, numbers, signs, and findings as they are packed.
const SVG = "http://www.w3.org/2000/svg";
const OUTCOMES = ["fail", "unknown", "consent", "review", "pass", "na"];
/** @type {Record<string, string>} */
const LETTERS = { f: "fail", u: "unknown", c: "consent", r: "review", p: "pass", n: "na" };

// Makes an element; children are elements or texts, and a text never becomes markup.
/** @typedef {{number: (value: number, decimals?: number, least?: number) => string, degrees: (value: number) => string,
 *   place: (at: number[]) => string}} Format */

/** @type {(tag: string, attributes?: Record<string, any>, ...children: any[]) => any} */
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "class") made.className = value;
    else if (name === "data") Object.assign(made.dataset, value);
    else if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

/** @type {(verdict: string) => SVGSVGElement} */
export function verdictShape(verdict) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", `shape ${verdict}`);
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#shape-${verdict}`);
  svg.append(use);
  return svg;
}

/** @type {(signs: string) => string[]} */
export const outcomesOf = (signs) => [...signs].map((letter) => LETTERS[letter]);

/** @type {(lang: string) => Format} */
export function formats(lang) {
  const locale = lang === "vi" ? "vi-VN" : "en-GB";
  const kept = new Map();
  /** @type {Format["number"]} */
  const number = (value, decimals = 0, least = decimals) => {
    const key = `${decimals}/${least}`;
    if (!kept.has(key))
      kept.set(
        key,
        new Intl.NumberFormat(locale, {
          minimumFractionDigits: least,
          maximumFractionDigits: decimals,
          useGrouping: "always",
        }),
      );
    return kept.get(key).format(value);
  };
  /** @type {(value: number) => string} */
  const degrees = (value) => {
    const text = value.toFixed(6);
    return lang === "vi" ? text.replace(".", ",") : text;
  };
  const between = lang === "vi" ? "; " : ", ";
  return { number, degrees, place: ([lon, lat]) => `${degrees(lat)}${between}${degrees(lon)}` };
}

// A proposed number or pair as the language writes it, "21,343932; 106,789566"; other texts stay as they are.
/** @type {(text: string, lang: string) => string} */
export function localNumber(text, lang) {
  const numbers = String(text).split(", ");
  if (lang !== "vi" || !numbers.every((one) => /^-?\d+(\.\d+)?$/.test(one))) return text;
  return numbers.map((one) => one.replace(".", ",")).join("; ");
}

// "87,3 m < 120 m": what was measured beside its limit, with the relation between them.
/** @type {(finding: Pick<Finding, "measured" | "limit" | "unit">, format: Pick<Format, "number">) => string} */
export function measure(finding, format) {
  if (finding.measured === null) return "";
  const whole = finding.unit !== "m";
  const unit = finding.unit ? ` ${finding.unit}` : "";
  const text = `${format.number(finding.measured, whole ? 2 : 1, whole ? 0 : 1)}${unit}`;
  if (finding.limit === null) return text;
  const relation = finding.measured < finding.limit ? "<" : finding.measured > finding.limit ? ">" : "=";
  return `${text} ${relation} ${format.number(finding.limit, 2, 0)}${unit}`;
}

/** @type {(pack: any, at: number) => Finding[]} */
export function unpack(pack, at) {
  const { texts, shapes } = pack;
  return pack.rows[at].map(
    (
      /** @type {any[]} */ [
        rule,
        outcome,
        stage,
        message,
        measured,
        limit,
        unit,
        source,
        article,
        related,
        operator,
        flags,
        shape,
      ],
    ) => ({
      rule: texts[rule],
      outcome: OUTCOMES[outcome],
      stage: texts[stage],
      message: texts[message],
      measured,
      limit,
      unit: texts[unit],
      source: texts[source],
      article: texts[article],
      related: texts[related],
      operator: texts[operator],
      flips: Boolean(flags & 1),
      unverified: Boolean(flags & 2),
      blocking: Boolean(flags & 4),
      condition: Boolean(flags & 8),
      office: Boolean(flags & 16), // the office's own gap
      lowers: Boolean(flags & 32), // the row cannot be assessed before it is answered
      given: Boolean(flags & 64), // the body has agreed, on conditions
      evidence: shape < 0 ? null : shapes[shape],
    }),
  );
}

// A circle of `radius` metres on the ellipsoid WGS 84, good to centimetres within a kilometre: [lat, lon] points.
/** @type {(middle: number[], radius: number) => [number, number][]} */
export function circle([lon, lat], radius) {
  const [a, e2] = [6378137, 0.00669437999014];
  const phi = (lat * Math.PI) / 180;
  const w = Math.sqrt(1 - e2 * Math.sin(phi) ** 2);
  const [north, east] = [(a * (1 - e2)) / w ** 3, (a / w) * Math.cos(phi)];
  return Array.from({ length: 73 }, (_, k) => {
    const turn = (k * Math.PI) / 36;
    return [
      lat + ((radius * Math.cos(turn)) / north) * (180 / Math.PI),
      lon + ((radius * Math.sin(turn)) / east) * (180 / Math.PI),
    ];
  });
}

/** @type {(from: number[], to: number[]) => number} */
export function metres([lon1, lat1], [lon2, lat2]) {
  const [a, e2] = [6378137, 0.00669437999014];
  const phi = (((lat1 + lat2) / 2) * Math.PI) / 180;
  const w = Math.sqrt(1 - e2 * Math.sin(phi) ** 2);
  const dy = ((lat2 - lat1) * Math.PI * a * (1 - e2)) / (180 * w ** 3);
  const dx = ((lon2 - lon1) * Math.PI * a * Math.cos(phi)) / (180 * w);
  return Math.hypot(dx, dy);
}

// Which of the eight winds, clockwise from north, leads from one place to another; over a province the earth is flat.
/** @type {(from: number[], to: number[]) => number} */
export function wind([lon1, lat1], [lon2, lat2]) {
  const east = (lon2 - lon1) * Math.cos((((lat1 + lat2) / 2) * Math.PI) / 180);
  return (Math.floor((Math.atan2(east, lat2 - lat1) * 4) / Math.PI + 0.5) + 8) % 8;
}
