// The day's round: which masts, in which order so that nobody drives back and forth, and how many kilometres it is.
// What presses is taken first, then what lies near to it; the order is the shortest that is found, by the roads of the
// pack, from where the phone is or from anywhere where that is not known. The inspector may order it himself.

import { legsBetween } from "../map/roads.js";
import { metresBetween } from "../numbers.js";
import { orderOf, soonDay } from "../pack.js";
import { meta, setMeta } from "../store.js";
import { standing } from "../whereabouts/locate.js";
import { bestOrder, lengthOf } from "./order.js";
import { isCableOnly, isDone, isLeft, nextAfter } from "./progress.js";

/**
 * @typedef {{day: string, ids: string[]}} Picked the masts that the round named on a day, in its order
 * @typedef {{count: number, order: string[] | null, picked?: Picked}} Wish how many masts (0: all that are left), and an order of one's own
 * @typedef {{mast: Mast, metres: number, straight: boolean, line: [number, number][]}} Step a mast and the way to it
 * @typedef {{steps: Step[], metres: number, straight: boolean, start: {lon: number, lat: number} | null, left: number, own: boolean, begun: boolean}} Round
 */

export const COUNTS = [5, 8, 12, 20, 0];
const USUAL = 8;
const STEADY = 0.003; // degrees, some 300 m: a start that moves less changes no order
const BESIDE = 300; // metres: a mast so near to where one is comes first, nobody drives off and comes back for it

/** @type {(app: App) => string} */
const keyOf = (app) => `day/${app.user ?? ""}/${app.pack?.campaign.id ?? ""}`;

// What the inspector chose for the campaign; read once a screen.
/** @type {(app: App) => Promise<Wish>} */
export async function wishOf(app) {
  return (await meta(keyOf(app))) ?? { count: USUAL, order: null };
}

/** @type {(app: App, wish: Wish) => Promise<unknown>} */
export const setWish = (app, wish) => setMeta(keyOf(app), wish);

// What was shown as the day's round, kept so that it stays the day's round once it has begun. One that has begun is
// left as it was: what is done has left it.
/** @type {(wish: Wish, round: Round) => Wish} */
export function picking(wish, round) {
  if (round.own || round.begun) return wish;
  return { ...wish, picked: { day: dayHere(), ids: round.steps.map((step) => step.mast.id) } };
}

const dayHere = () => new Date().toDateString();

// What is left of today's round, in its order; nothing while none of it is done.
/** @type {(wish: Wish, open: Map<string, Mast>) => Mast[]} */
function begunOf({ picked }, open) {
  const ids = picked?.day === dayHere() ? picked.ids : [];
  return ids.every((id) => open.has(id)) ? [] : inOrderOf(ids, open);
}

// Today's round as it was shown, while all of it is left and as many masts are wished for.
/** @type {(wish: Wish, open: Map<string, Mast>) => Mast[]} */
function shownOf({ picked, count }, open) {
  const ids = picked?.day === dayHere() ? picked.ids : [];
  const wished = count ? Math.min(count, open.size) : open.size;
  return ids.length === wished && ids.every((id) => open.has(id)) ? inOrderOf(ids, open) : [];
}

/** @type {(ids: string[], open: Map<string, Mast>) => Mast[]} */
const inOrderOf = (ids, open) => ids.map((id) => open.get(id)).filter((mast) => mast !== undefined);

// Where to go on after a mast: by the day's round where there is one, else by the list. Where only the sheet of the
// cable was filled, the mast itself is next.
/** @type {(app: App, structure: string) => Promise<Mast | null>} */
export async function nextOf(app, structure) {
  const here = app.pack?.masts.find((mast) => mast.id === structure);
  if (here && isCableOnly(here, app.visits)) return here;
  if (!(await meta(keyOf(app))) && app.order !== "way") return nextAfter(app, structure);
  const steps = roundOf(app, await wishOf(app)).steps.filter((step) => step.mast.id !== structure);
  return steps.find((step) => !isLeft(step.mast, app.visits))?.mast ?? nextAfter(app, structure);
}

/** @type {(app: App) => Mast[]} */
const openMasts = (app) =>
  orderOf(app.pack?.masts ?? [], "place", null, (mast) => isDone(mast, app.visits)).filter(
    (mast) => !isDone(mast, app.visits),
  );

// The masts of a round: those that press, then always the one nearest to any that is in it or to the start.
/** @type {(masts: Mast[], count: number, start: {lon: number, lat: number} | null, presses: (mast: Mast) => boolean) => Mast[]} */
export function chosenOf(masts, count, start, presses) {
  if (!count || masts.length <= count) return masts;
  const chosen = masts.filter(presses).slice(0, count);
  if (!chosen.length && !start) chosen.push(masts[0]); // the campaign's own first
  const from = [...chosen, ...(start && !chosen.length ? [start] : [])];
  const left = new Map(
    masts
      .filter((mast) => !chosen.includes(mast))
      .map((mast) => [
        mast,
        Math.min(...from.map((at) => metresBetween(at.lon, at.lat, mast.lon, mast.lat))),
      ]),
  );
  while (chosen.length < count && left.size) {
    const [next] = [...left].reduce((near, one) => (one[1] < near[1] ? one : near));
    left.delete(next);
    chosen.push(next);
    for (const [mast, away] of left)
      left.set(mast, Math.min(away, metresBetween(next.lon, next.lat, mast.lon, mast.lat)));
  }
  return chosen;
}

// What the office gave to somebody goes before what nobody was given: that fills a round up, near to it.
/** @type {typeof chosenOf} */
function wishedOf(masts, count, start, presses) {
  const given = masts.filter((mast) => mast.assigned);
  return given.length && given.length < count
    ? chosenOf(masts, count, start, (mast) => mast.assigned)
    : chosenOf(given.length && count ? given : masts, count, start, presses);
}

/** @type {{said: string, round: Round | null}} */
const made = { said: "", round: null };

// The round as it stands: what is done has left it. `start` is where it begins, null for wherever is best.
/** @type {(app: App, wish: Wish, start?: {lon: number, lat: number} | null) => Round} */
export function roundOf(app, wish, start = standing()) {
  const open = openMasts(app);
  const near = start && {
    lon: Math.round(start.lon / STEADY) * STEADY,
    lat: Math.round(start.lat / STEADY) * STEADY,
  };
  const said = JSON.stringify([keyOf(app), app.pack?.at, open.map((mast) => mast.id), wish, near]);
  if (made.said !== said || !made.round)
    Object.assign(made, { said, round: freshRound(app, open, wish, start) });
  return /** @type {Round} */ (made.round);
}

/** @type {(app: App, open: Mast[], wish: Wish, start: {lon: number, lat: number} | null) => Round} */
function freshRound(app, open, wish, start) {
  const soon = soonDay();
  /** @type {(mast: Mast) => boolean} */
  const presses = (mast) => Boolean(mast.due_on && mast.due_on <= soon);
  const byId = new Map(open.map((mast) => [mast.id, mast]));
  const ordered = inOrderOf(wish.order ?? [], byId);
  const own = ordered.length > 0;
  const begun = own ? [] : begunOf(wish, byId);
  const shown = own || begun.length || start ? [] : shownOf(wish, byId);
  const held = begun.length ? begun : shown;
  const masts = own ? ordered : held.length ? held : wishedOf(open, wish.count, start, presses);
  const stops = masts.map(({ id, lon, lat }) => ({ id, lon, lat }));
  const { leg, line } = legsBetween(app.pack?.net ?? null, start ? [start, ...stops] : stops);
  const first = start ? 1 : 0;
  const legs = {
    cost: stops.map((_from, i) => stops.map((_to, j) => leg(i + first, j + first).metres)),
    from: start ? stops.map((_to, j) => leg(0, j + 1).metres) : null,
  };
  // where the phone does not know where it is, the order that was shown stands
  const order =
    own || (held.length && !start)
      ? stops.map((_stop, number) => number)
      : besideFirst(bestOrder(legs), legs);
  const steps = order.map((stop, place) => {
    const before = place ? order[place - 1] + first : 0;
    if (!place && !start) return { mast: masts[stop], metres: 0, straight: false, line: [] };
    return { mast: masts[stop], ...leg(before, stop + first), line: line(before, stop + first) };
  });
  return {
    steps,
    metres: lengthOf(order, legs),
    straight: steps.some((step) => step.straight),
    start,
    left: open.length - masts.length,
    own,
    begun: begun.length > 0,
  };
}

/** @type {(order: number[], legs: {from: number[] | null}) => number[]} */
function besideFirst(order, { from }) {
  if (!from) return order;
  const beside = order.filter((stop) => from[stop] <= BESIDE).sort((a, b) => from[a] - from[b]);
  return [...beside, ...order.filter((stop) => !beside.includes(stop))];
}

// The round with one stop moved up (-1) or down (1), as an order of one's own.
/** @type {(round: Round, id: string, by: number) => string[]} */
export function movedOrder(round, id, by) {
  const order = round.steps.map((step) => step.mast.id);
  const [from, to] = [order.indexOf(id), order.indexOf(id) + by];
  if (from >= 0 && to >= 0 && to < order.length) [order[from], order[to]] = [order[to], order[from]];
  return order;
}
