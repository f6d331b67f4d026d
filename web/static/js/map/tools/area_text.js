// A chosen area as one short text, as the server reads it (registry/geo/area_texts.py): in addresses and forms.
// The cases of both are in tests/vectors/areas.json.

/**
 * `points` are [longitude, latitude]: a polygon's corners, a circle's middle; `unit` is a unit's id.
 * @typedef {{kind: "p" | "c" | "u", taken: boolean, points: number[][], radius: number, unit: string}} Part
 */

export const MOST_CORNERS = 300;
const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const STEPS = 100_000;

/** @type {(step: number) => string} */
function digits(step) {
  let value = step < 0 ? -step * 2 - 1 : step * 2;
  let text = "";
  while (value > 31) {
    text += DIGITS[(value % 32) + 32];
    value = Math.floor(value / 32);
  }
  return text + DIGITS[value];
}

/** @type {(points: number[][]) => string} */
function written(points) {
  let [lon, lat] = [0, 0];
  let text = "";
  for (const [x, y] of points) {
    const [east, north] = [Math.round(x * STEPS), Math.round(y * STEPS)];
    text += digits(east - lon) + digits(north - lat);
    [lon, lat] = [east, north];
  }
  return text;
}

/** @type {(text: string) => number[][] | null} */
function read(text) {
  const steps = [];
  let value = 0;
  let scale = 1;
  for (const digit of text) {
    const bits = DIGITS.indexOf(digit);
    if (bits < 0 || scale > 2 ** 30) return null;
    value += (bits % 32) * scale;
    scale *= 32;
    if (bits < 32) {
      steps.push(value % 2 ? -(value + 1) / 2 : value / 2);
      [value, scale] = [0, 1];
    }
  }
  if (scale !== 1 || !steps.length || steps.length % 2) return null;
  let [lon, lat] = [0, 0];
  const points = [];
  for (let k = 0; k < steps.length; k += 2) {
    [lon, lat] = [lon + steps[k], lat + steps[k + 1]];
    points.push([lon / STEPS, lat / STEPS]);
  }
  return points;
}

/** @type {(parts: Part[]) => string} */
export function areaText(parts) {
  return parts
    .map(({ kind, taken, points, radius, unit }) => {
      const body = kind === "u" ? unit : kind === "c" ? `${written(points)}.${radius}` : written(points);
      return `${taken ? "-" : ""}${kind}.${body}`;
    })
    .join("~");
}

// The parts of a text; null where it is no area: the server says why, with what to do.
/** @type {(text: string) => Part[] | null} */
export function readArea(text) {
  if (!text.trim()) return [];
  const parts = [];
  for (const one of text.trim().split("~")) {
    const found = /^(-?)([pcu])\.(.+)$/.exec(one);
    if (!found) return null;
    const [, sign, kind, body] = found;
    const [place, metres] = body.split(".");
    const points = kind === "u" ? [] : read(place);
    if (!points) return null;
    parts.push({
      kind: /** @type {"p" | "c" | "u"} */ (kind),
      taken: sign === "-",
      points,
      radius: kind === "c" ? Number(metres) : 0,
      unit: kind === "u" ? body : "",
    });
  }
  return parts;
}
