// The roads that came with a pack: how far it is from stop to stop by road, and along which line. Where no road of the
// pack leads, the straight line times the factor that the pack states, and said to be so.
import { metresBetween } from "../numbers.js";

const NEAR_M = 300; // further from a road than this, the way to it is a guess worth naming

/**
 * @typedef {{a: number, b: number, metres: number, way: number, line: [number, number][]}} Road
 * @typedef {{detour: number, places: Map<string, {node: number, off: number}>, roads: Road[], leaving: [number, number][][]}} Net
 * @typedef {{id?: string, lon: number, lat: number}} Stop
 * @typedef {{metres: number, straight: boolean}} Leg
 */

// Lines travel as text: differences of degrees times 100,000, five bits a sign (Google's "encoded polyline").
/** @type {(text: string) => [number, number][]} */
export function lineOf(text) {
  /** @type {[number, number][]} */
  const line = [];
  const at = [0, 0];
  for (let place = 0, axis = 0; place < text.length; axis ^= 1) {
    let [value, shift, part] = [0, 0, 0];
    do {
      part = text.charCodeAt(place) - 63;
      place += 1;
      value |= (part & 31) << shift;
      shift += 5;
    } while (part >= 32);
    at[axis] += value & 1 ? ~(value >> 1) : value >> 1;
    if (axis) line.push([at[1] / 1e5, at[0] / 1e5]); // lat comes before lon
  }
  return line;
}

/** @type {(data: any) => Net | null} */
export function netOf(data) {
  if (!data) return null;
  /** @type {Road[]} */
  const roads = data.edges.map((/** @type {any[]} */ [a, b, metres, way, line]) => ({
    a,
    b,
    metres,
    way,
    line: lineOf(line),
  }));
  /** @type {[number, number][][]} */
  const leaving = Array.from({ length: data.nodes }, () => []);
  roads.forEach((road, number) => {
    if (road.way >= 0) leaving[road.a].push([road.b, number]);
    if (road.way <= 0) leaving[road.b].push([road.a, number]);
  });
  const places = new Map(
    Object.entries(data.places).map(([id, /** @type {any} */ [node, off]]) => [id, { node, off }]),
  );
  return { detour: data.detour, places, roads, leaving };
}

// The nodes that one reaches first from a stop (or from which one comes to it last), with the metres there.
/** @type {(net: Net, stop: Stop) => {off: number, ends: {node: number, metres: number, line: [number, number][]}[]} | null} */
function entry(net, stop) {
  const known = net.places.get(stop.id ?? "");
  if (known) return { off: known.off, ends: [{ node: known.node, metres: 0, line: [] }] };
  if (stop.id !== undefined || !net.roads.length) return null; // a mast that no road reaches
  let [off, found, at] = [Number.POSITIVE_INFINITY, net.roads[0], 0];
  let spot = /** @type {[number, number]} */ ([stop.lon, stop.lat]);
  for (const road of net.roads)
    for (let k = 1; k < road.line.length; k += 1) {
      const near = nearest(stop, road.line[k - 1], road.line[k]);
      if (near.away < off) [off, found, at, spot] = [near.away, road, k, near.spot];
    }
  /** @type {[number, number][]} */
  const before = [...found.line.slice(0, at), spot];
  /** @type {[number, number][]} */
  const after = [spot, ...found.line.slice(at)];
  const share = lineLength(before) / Math.max(lineLength(found.line), 1e-9);
  const ends = [];
  if (found.way >= 0) ends.push({ node: found.b, metres: (1 - share) * found.metres, line: after });
  if (found.way <= 0) ends.push({ node: found.a, metres: share * found.metres, line: before.reverse() });
  return { off, ends };
}

// The place on a straight piece of road that lies nearest to a stop.
/** @type {(stop: Stop, a: [number, number], b: [number, number]) => {away: number, spot: [number, number]}} */
function nearest(stop, a, b) {
  const bent = Math.cos((stop.lat * Math.PI) / 180);
  const [x, y] = [(b[0] - a[0]) * bent, b[1] - a[1]];
  const [p, q] = [(stop.lon - a[0]) * bent, stop.lat - a[1]];
  const part = Math.min(1, Math.max(0, (p * x + q * y) / Math.max(x * x + y * y, 1e-18)));
  /** @type {[number, number]} */
  const spot = [a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])];
  return { away: Math.hypot(p - part * x, q - part * y) * 111_000, spot };
}

/** @type {(line: [number, number][]) => number} */
function lineLength(line) {
  let sum = 0;
  for (let k = 1; k < line.length; k += 1) sum += metresBetween(...line[k - 1], ...line[k]);
  return sum;
}

// The shortest ways from some nodes (each with the metres already gone) to all: metres, and the road one came by.
/** @type {(net: Net, starts: {node: number, metres: number}[]) => {far: Float64Array, by: Int32Array, from: Int32Array}} */
function reach(net, starts) {
  const size = net.leaving.length;
  const far = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
  const [by, from] = [new Int32Array(size).fill(-1), new Int32Array(size).fill(-1)];
  /** @type {[number, number][]} */
  const heap = [];
  for (const { node, metres } of starts)
    if (metres < far[node]) {
      far[node] = metres;
      push(heap, [metres, node]);
    }
  while (heap.length) {
    const [metres, node] = pop(heap);
    if (metres > far[node]) continue;
    for (const [next, number] of net.leaving[node]) {
      const reached = metres + net.roads[number].metres;
      if (reached < far[next]) {
        [far[next], by[next], from[next]] = [reached, number, node];
        push(heap, [reached, next]);
      }
    }
  }
  return { far, by, from };
}

/** @type {(heap: [number, number][], item: [number, number]) => void} */
function push(heap, item) {
  let at = heap.push(item) - 1;
  while (at) {
    const above = (at - 1) >> 1;
    if (heap[above][0] <= item[0]) break;
    heap[at] = heap[above];
    at = above;
  }
  heap[at] = item;
}

/** @type {(heap: [number, number][]) => [number, number]} */
function pop(heap) {
  const first = heap[0];
  const last = /** @type {[number, number]} */ (heap.pop());
  if (!heap.length) return first;
  let at = 0;
  for (;;) {
    let below = 2 * at + 1;
    if (below >= heap.length) break;
    if (below + 1 < heap.length && heap[below + 1][0] < heap[below][0]) below += 1;
    if (heap[below][0] >= last[0]) break;
    heap[at] = heap[below];
    at = below;
  }
  heap[at] = last;
  return first;
}

/**
 * The legs between stops: `leg(i, j)` in metres, whether it is a guess by the straight line, and `line(i, j)` to draw.
 * @param {Net | null} net
 * @param {Stop[]} stops
 * @param {number} detour how much longer than the straight line a way is taken to be where there is no net
 */
export function legsBetween(net, stops, detour = 1.4) {
  const entries = stops.map((stop) => (net ? entry(net, stop) : null));
  const reached = entries.map((held) => (net && held ? reach(net, held.ends) : null));
  const factor = net?.detour ?? detour;
  /** @type {(i: number, j: number) => number} */
  const target = (i, j) => {
    const node = entries[j]?.ends[0]?.node;
    return node === undefined || stops[j].id === undefined || !reached[i] ? -1 : node;
  };
  /** @type {(i: number, j: number) => Leg} */
  const leg = (i, j) => {
    if (i === j) return { metres: 0, straight: false };
    const straight = metresBetween(stops[i].lon, stops[i].lat, stops[j].lon, stops[j].lat) * factor;
    const node = target(i, j);
    const along = node < 0 ? Number.POSITIVE_INFINITY : (reached[i]?.far[node] ?? Number.POSITIVE_INFINITY);
    if (!Number.isFinite(along)) return { metres: straight, straight: true };
    const [out, back] = [entries[i]?.off ?? 0, entries[j]?.off ?? 0];
    const off = out > NEAR_M ? out * factor : out;
    // from a place beside the pack's roads the way over them may be a detour that nobody drives
    if (stops[i].id === undefined && off + along + back > straight && out > NEAR_M)
      return { metres: straight, straight: true };
    return { metres: off + along + back, straight: out > NEAR_M };
  };
  /** @type {(i: number, j: number) => [number, number][]} */
  const line = (i, j) => {
    const ends = /** @type {[number, number][]} */ ([
      [stops[i].lon, stops[i].lat],
      [stops[j].lon, stops[j].lat],
    ]);
    const [node, way] = [target(i, j), reached[i]];
    if (!net || !way || node < 0 || !Number.isFinite(way.far[node])) return ends;
    if (leg(i, j).straight && stops[i].id === undefined && leg(i, j).metres < way.far[node]) return ends;
    /** @type {[number, number][][]} */
    const parts = [];
    let at = node;
    for (; way.by[at] >= 0; at = way.from[at]) {
      const road = net.roads[way.by[at]];
      parts.push(road.b === at && road.a === way.from[at] ? road.line : [...road.line].reverse());
    }
    const first = entries[i]?.ends.find((end) => end.node === at)?.line ?? [];
    return [ends[0], ...first, ...parts.reverse().flat(), ends[1]];
  };
  return { leg, line };
}

// All legs at once, as plain numbers (tests and the choice of an order read them).
/** @type {(data: any, stops: Stop[]) => {metres: number[][], straight: boolean[][], lines: [number, number][][][]}} */
export function measured(data, stops) {
  const { leg, line } = legsBetween(netOf(data), stops);
  /** @type {<T>(make: (i: number, j: number) => T) => T[][]} */
  const table = (make) => stops.map((_from, i) => stops.map((_to, j) => make(i, j)));
  return {
    metres: table((i, j) => leg(i, j).metres),
    straight: table((i, j) => leg(i, j).straight),
    lines: table(line),
  };
}
