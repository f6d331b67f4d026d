// Lengths, directions and areas on the ellipsoid WGS 84; places are [lon, lat] in degrees. Over a province they agree with
// PROJ's geodesics to a hundred-thousandth (tests/js/test_geodesy.py).
import { onPlane } from "../coordinates.js";
import { metres } from "../parts.js";

/** @typedef {[number, number]} Place */
/** @typedef {import("../coordinates.js").Plane} Plane */

const A = 6378137; // metres
const E2 = 0.00669437999014;
const E = Math.sqrt(E2);
const RAD = Math.PI / 180;

/** @type {(places: Place[]) => number[]} */
export const legs = (places) => places.slice(1).map((place, at) => metres(places[at], place));

/** @type {(places: Place[]) => number} */
export const length = (places) => legs(places).reduce((sum, leg) => sum + leg, 0);

// The direction in which one sets out from a place to another: degrees clockwise from north, 0 <= direction < 360.
/** @type {(from: Place, to: Place) => number} */
export function bearing([lon1, lat1], [lon2, lat2]) {
  const phi = ((lat1 + lat2) / 2) * RAD;
  const w2 = 1 - E2 * Math.sin(phi) ** 2;
  const east = (lon2 - lon1) * Math.cos(phi);
  const north = ((lat2 - lat1) * (1 - E2)) / w2;
  const halfway = Math.atan2(east, north) / RAD; // meridians run together by the sine of the latitude
  const turned = (halfway - ((lon2 - lon1) * Math.sin(phi)) / 2 + 360) % 360;
  return turned;
}

// The authalic latitude: on a sphere of the same surface areas stay as they are.
/** @type {(sine: number) => number} */
const q = (sine) =>
  (1 - E2) * (sine / (1 - E2 * sine * sine) - Math.log((1 - E * sine) / (1 + E * sine)) / (2 * E));
const Q = q(1);

// Square metres inside a ring of places, which need not be closed; its lines must not cross.
/** @type {(ring: Place[]) => number} */
export function area(ring) {
  const half = ring.map(([, lat]) => Math.tan(Math.asin(q(Math.sin(lat * RAD)) / Q) / 2));
  let excess = 0;
  for (const [at, [lon]] of ring.entries()) {
    const next = (at + 1) % ring.length;
    const turn = Math.tan(((ring[next][0] - lon) * RAD) / 2);
    excess += 2 * Math.atan2(turn * (half[at] + half[next]), 1 + half[at] * half[next]);
  }
  return Math.abs(excess) * ((A * A * Q) / 2);
}

// Metres along a line and square metres inside it on the province's plane; null where the plane does not reach.
/** @type {(plane: Plane | null, places: Place[]) => {length: number, area: number} | null} */
export function onGrid(plane, places) {
  const points = places.map(([lon, lat]) => onPlane(plane, lon, lat));
  let [along, twice] = [0, 0];
  for (const [at, point] of points.entries()) {
    const next = points[(at + 1) % points.length];
    if (!point || !next) return null;
    if (at + 1 < points.length) along += Math.hypot(next[0] - point[0], next[1] - point[1]);
    const [x0, y0] = /** @type {[number, number]} */ (points[0]); // small numbers: two million metres twice lose digits
    twice += (point[0] - x0) * (next[1] - y0) - (next[0] - x0) * (point[1] - y0);
  }
  return { length: along, area: Math.abs(twice) / 2 };
}

// Whether two sides of a ring cross: then nobody can say what lies inside.
/** @type {(ring: Place[]) => boolean} */
export function crosses(ring) {
  const side = (/** @type {Place} */ a, /** @type {Place} */ b, /** @type {Place} */ c) =>
    Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]));
  const n = ring.length;
  for (let i = 0; i < n; i += 1)
    for (let k = i + 2; k < n; k += 1) {
      if (i === 0 && k === n - 1) continue; // they share the first corner
      const [a, b, c, d] = [ring[i], ring[i + 1], ring[k], ring[(k + 1) % n]];
      if (side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0) return true;
    }
  return false;
}
