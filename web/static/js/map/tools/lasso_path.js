// The loop that a hand drew, as a polygon: fewer corners, and what crosses itself at its ends cut off.

/** @typedef {[number, number]} Point in pixels */

const NEAR = 1.5; // pixels that a corner may be off its line

/** @type {(p: Point, a: Point, b: Point) => number} */
function away(p, a, b) {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const long = dx * dx + dy * dy;
  const t = long ? Math.max(0, Math.min(1, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / long)) : 0;
  return Math.hypot(p[0] - a[0] - t * dx, p[1] - a[1] - t * dy);
}

// Douglas and Peucker's: keeps the corners that lie farther than `near` from the line without them.
/** @type {(points: Point[], near: number) => Point[]} */
export function simpler(points, near) {
  const keep = new Set([0, points.length - 1]);
  const asked = [[0, points.length - 1]];
  while (asked.length) {
    const [from, to] = /** @type {number[]} */ (asked.pop());
    let far = near;
    let at = -1;
    for (let k = from + 1; k < to; k += 1) {
      const off = away(points[k], points[from], points[to]);
      if (off > far) [far, at] = [off, k];
    }
    if (at > 0) {
      keep.add(at);
      asked.push([from, at], [at, to]);
    }
  }
  return points.filter((_point, k) => keep.has(k));
}

/** @type {(a: Point, b: Point, c: Point, d: Point) => Point | null} */
function crossing(a, b, c, d) {
  const [rx, ry, sx, sy] = [b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]];
  const along = rx * sy - ry * sx;
  if (!along) return null;
  const t = ((c[0] - a[0]) * sy - (c[1] - a[1]) * sx) / along;
  const u = ((c[0] - a[0]) * ry - (c[1] - a[1]) * rx) / along;
  return t >= 0 && t <= 1 && u >= 0 && u <= 1 ? [a[0] + t * rx, a[1] + t * ry] : null;
}

/** @type {(points: Point[]) => number} */
export function areaOf(points) {
  let twice = 0;
  for (let k = 0; k < points.length; k += 1) {
    const [x, y] = points[k];
    const [nx, ny] = points[(k + 1) % points.length];
    twice += x * ny - nx * y;
  }
  return Math.abs(twice) / 2;
}

// Where the closed line crosses itself: [first edge, second edge, where]; null where it nowhere does.
/** @type {(points: Point[]) => [number, number, Point] | null} */
function selfCrossing(points) {
  const n = points.length;
  for (let i = 0; i < n; i += 1)
    for (let j = i + 2; j < n; j += 1) {
      if (i === 0 && j === n - 1) continue; // neighbours, for the line is closed
      const at = crossing(points[i], points[i + 1], points[j], points[(j + 1) % n]);
      if (at) return [i, j, at];
    }
  return null;
}

// The polygon of a path: at a crossing the larger of both loops is meant. Empty where nothing is round it.
/** @type {(path: Point[], most: number) => Point[]} */
export function loopOf(path, most) {
  let near = NEAR;
  let loop = simpler(path, near);
  while (loop.length > most) {
    near *= 1.6;
    loop = simpler(path, near);
  }
  for (let turn = 0; turn < 200; turn += 1) {
    const found = selfCrossing(loop);
    if (!found) return loop.length > 2 && areaOf(loop) > 16 ? loop : [];
    const [i, j, at] = found;
    const inner = [at, ...loop.slice(i + 1, j + 1)];
    const outer = [...loop.slice(0, i + 1), at, ...loop.slice(j + 1)];
    const larger = areaOf(inner) > areaOf(outer) ? inner : outer;
    loop = larger.filter((p, k) => {
      const before = larger[(k + larger.length - 1) % larger.length];
      return Math.hypot(p[0] - before[0], p[1] - before[1]) > 0.01; // a crossing at a corner is that corner
    });
  }
  return [];
}
