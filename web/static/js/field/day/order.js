// The order of stops that makes the shortest way: exact for few, close to it for many. Pure numbers, no map.
// `cost[i][j]` are metres from stop i to stop j (they may differ from those back); `from[i]` metres from where the
// way begins to stop i, or null where it may begin at any of them. The way ends at its last stop.

const EXACT = 9;
const LONGEST_MS = 400; // a phone of long ago gets a good order at once rather than a better one later

/** @typedef {{cost: number[][], from: number[] | null}} Legs */

/** @type {(order: number[], legs: Legs) => number} */
export function lengthOf(order, { cost, from }) {
  let sum = order.length && from ? from[order[0]] : 0;
  for (let k = 1; k < order.length; k += 1) sum += cost[order[k - 1]][order[k]];
  return sum;
}

// The best order found of the stops 0 … n-1; never longer than `given`.
/** @type {(legs: Legs, given?: number[]) => number[]} */
export function bestOrder(legs, given = legs.cost.map((_row, stop) => stop)) {
  if (given.length < 2) return [...given];
  if (given.length <= EXACT) return exact(legs);
  const until = Date.now() + LONGEST_MS;
  const starts = [given, nearestNext(legs), inserted(legs)];
  let best = given;
  for (const start of starts) {
    const found = improved(start, legs, until);
    if (lengthOf(found, legs) < lengthOf(best, legs) - 1e-6) best = found;
  }
  return [...best];
}

// Held and Karp: the shortest way to each stop through each set of stops, from smaller sets to larger.
/** @type {(legs: Legs) => number[]} */
export function exact({ cost, from }) {
  const n = cost.length;
  const full = (1 << n) - 1;
  const far = new Float64Array((full + 1) * n).fill(Number.POSITIVE_INFINITY);
  const before = new Int8Array((full + 1) * n).fill(-1);
  for (let stop = 0; stop < n; stop += 1) far[(1 << stop) * n + stop] = from ? from[stop] : 0;
  for (let set = 1; set <= full; set += 1)
    for (let last = 0; last < n; last += 1) {
      const here = far[set * n + last];
      if (!Number.isFinite(here)) continue;
      for (let next = 0; next < n; next += 1) {
        if (set & (1 << next)) continue;
        const at = (set | (1 << next)) * n + next;
        if (here + cost[last][next] < far[at]) {
          far[at] = here + cost[last][next];
          before[at] = last;
        }
      }
    }
  let last = 0;
  for (let stop = 1; stop < n; stop += 1) if (far[full * n + stop] < far[full * n + last]) last = stop;
  const order = [];
  for (let set = full; last >= 0; ) {
    order.push(last);
    const earlier = before[set * n + last];
    set &= ~(1 << last);
    last = earlier;
  }
  return order.reverse();
}

/** @type {(legs: Legs) => number[]} */
function nearestNext({ cost, from }) {
  const left = new Set(cost.keys());
  const order = [];
  while (left.size) {
    const at = order.at(-1);
    /** @type {(stop: number) => number} */
    const away = (stop) => (at === undefined ? (from ? from[stop] : stop) : cost[at][stop]);
    const next = [...left].reduce((near, stop) => (away(stop) < away(near) ? stop : near));
    left.delete(next);
    order.push(next);
  }
  return order;
}

// Each stop where it lengthens the way least, what is far from all that is there first.
/** @type {(legs: Legs) => number[]} */
function inserted(legs) {
  const n = legs.cost.length;
  const order = [legs.from ? legs.from.indexOf(Math.min(...legs.from)) : 0];
  const left = new Set([...legs.cost.keys()].filter((stop) => stop !== order[0]));
  const near = legs.cost.map((row, stop) => Math.min(row[order[0]], legs.cost[order[0]][stop]));
  while (left.size) {
    const next = [...left].reduce((far, stop) => (near[stop] > near[far] ? stop : far));
    left.delete(next);
    order.splice(cheapestPlace(order, next, legs), 0, next);
    for (let stop = 0; stop < n; stop += 1) near[stop] = Math.min(near[stop], legs.cost[next][stop]);
  }
  return order;
}

// Where in an order another stop lengthens the way least.
/** @type {(order: number[], stop: number, legs: Legs) => number} */
export function cheapestPlace(order, stop, { cost, from }) {
  let [best, least] = [0, Number.POSITIVE_INFINITY];
  for (let at = 0; at <= order.length; at += 1) {
    const into = at ? cost[order[at - 1]][stop] : from ? from[stop] : 0;
    const out = at < order.length ? cost[stop][order[at]] : 0;
    const gone = at === order.length ? 0 : at ? cost[order[at - 1]][order[at]] : from ? from[order[0]] : 0;
    if (into + out - gone < least) [best, least] = [at, into + out - gone];
  }
  return best;
}

// Turns stretches round and moves short ones elsewhere as long as that shortens the way.
/** @type {(start: number[], legs: Legs, until: number) => number[]} */
function improved(start, legs, until) {
  let order = [...start];
  for (let better = true; better && Date.now() < until; ) {
    const found = turned(order, legs) ?? moved(order, legs);
    better = found !== null;
    if (found) order = found;
  }
  return order;
}

/** @type {(order: number[], legs: Legs) => number[] | null} */
function turned(order, { cost, from }) {
  const n = order.length;
  const [there, back] = [new Float64Array(n), new Float64Array(n)]; // metres along the order, and against it
  for (let k = 1; k < n; k += 1) {
    there[k] = there[k - 1] + cost[order[k - 1]][order[k]];
    back[k] = back[k - 1] + cost[order[k]][order[k - 1]];
  }
  /** @type {(at: number, stop: number) => number} */
  const into = (at, stop) => (at ? cost[order[at - 1]][stop] : from ? from[stop] : 0);
  /** @type {(at: number, stop: number) => number} */
  const out = (at, stop) => (at + 1 < n ? cost[stop][order[at + 1]] : 0);
  for (let i = 0; i < n - 1; i += 1)
    for (let j = i + 1; j < n; j += 1) {
      const now = into(i, order[i]) + (there[j] - there[i]) + out(j, order[j]);
      const then = into(i, order[j]) + (back[j] - back[i]) + out(j, order[i]);
      if (then < now - 1e-6)
        return [...order.slice(0, i), ...order.slice(i, j + 1).reverse(), ...order.slice(j + 1)];
    }
  return null;
}

/** @type {(order: number[], legs: Legs) => number[] | null} */
function moved(order, legs) {
  const now = lengthOf(order, legs);
  for (let long = 1; long <= 3; long += 1)
    for (let i = 0; i + long <= order.length; i += 1) {
      const piece = order.slice(i, i + long);
      const rest = [...order.slice(0, i), ...order.slice(i + long)];
      const without = lengthOf(rest, legs);
      if (without + inside(piece, legs) >= now - 1e-6) continue;
      for (let at = 0; at <= rest.length; at += 1)
        if (without + added(rest, at, piece, legs) < now - 1e-6)
          return [...rest.slice(0, at), ...piece, ...rest.slice(at)];
    }
  return null;
}

/** @type {(piece: number[], legs: Legs) => number} */
const inside = (piece, { cost }) => lengthOf(piece, { cost, from: null });

/** @type {(rest: number[], at: number, piece: number[], legs: Legs) => number} */
function added(rest, at, piece, legs) {
  const { cost, from } = legs;
  const [first, last] = [piece[0], piece[piece.length - 1]];
  const into = at ? cost[rest[at - 1]][first] : from ? from[first] : 0;
  const out = at < rest.length ? cost[last][rest[at]] : 0;
  const gone = at === rest.length ? 0 : at ? cost[rest[at - 1]][rest[at]] : from ? from[rest[0]] : 0;
  return inside(piece, legs) + into + out - gone;
}
