// How far a mast has come, in the campaign that lists it. As the office counts it: a visit counts for the one campaign in
// which it was begun, whoever made it, and is done when one of them has ended. A visit of another campaign, or of none, does
// not: after a storm the mast that was looked at before it is the first to be looked at again.

import { orderOf } from "../pack.js";
import { countsOf } from "../send/tally.js";
import { lastFix } from "../whereabouts/position.js";
import { showDay, t } from "../words.js";

/**
 * The visits of a mast on this phone: {own: of its campaign, others: of other campaigns or of none}, oldest first.
 * @param {Mast} mast
 * @param {Map<string, Visit[]>} visits
 */
export function visitsIn(mast, visits) {
  const every = (visits.get(mast.id) ?? []).filter((visit) => !visit.dropped_at); // begun by mistake
  return {
    own: every.filter((visit) => visit.campaign === mast.campaign),
    others: every.filter((visit) => visit.campaign !== mast.campaign),
  };
}

// As registry.safety.checklists.does_for: the cable round a mast is not the mast, unless nothing else is asked.
/** @type {(mast: Mast, visit: Visit) => boolean} */
const doneBy = (mast, visit) => Boolean(visit.finished_at) && (visit.checklist !== "cable" || mast.cableDoes);

/** @type {(mast: Mast, visits: Map<string, Visit[]>) => boolean} */
export const isDone = (mast, visits) =>
  mast.progress === "visited" || visitsIn(mast, visits).own.some((visit) => doneBy(mast, visit));

// Whether nothing but the sheet of its cable was filled here: the mast is still to be inspected.
/** @type {(mast: Mast, visits: Map<string, Visit[]>) => boolean} */
export function isCableOnly(mast, visits) {
  const { own } = visitsIn(mast, visits);
  if (isDone(mast, visits) || mast.progress === "begun") return false;
  return own.length ? own.every((visit) => Boolean(visit.finished_at)) : mast.progress === "cable_only";
}

// How a mast stands, for a sign and a frame: "done", "begun" or "open".
/** @type {(mast: Mast, visits: Map<string, Visit[]>) => "done" | "begun" | "open"} */
export function standOf(mast, visits) {
  if (isDone(mast, visits)) return "done";
  return visitsIn(mast, visits).own.length || ["begun", "cable_only"].includes(mast.progress ?? "")
    ? "begun"
    : "open";
}

/**
 * What is shown of a mast: {word, state, own, other} from the visits on this phone and what the pack says of others'.
 * @param {Mast} mast
 * @param {Map<string, Visit[]>} visits
 */
export function progressOf(mast, visits) {
  const { own: mine, others } = visitsIn(mast, visits);
  const own = mine.at(-1) ?? null;
  const other = others.at(-1) ?? null;
  if (own) {
    const waits = countsOf(own);
    const state = waits.aside ? "aside" : waits.kept ? "kept" : waits.received ? "received" : "verified";
    const word = own.absent
      ? `list.${own.absent}`
      : isCableOnly(mast, visits)
        ? "list.cable-only"
        : own.finished_at && isDone(mast, visits)
          ? "list.done"
          : "list.begun";
    return { word: t(word), state, own, other };
  }
  if (mast.progress === "visited")
    return { word: t("list.visited", { day: showDay(mast.visited_on) }), state: "", own, other };
  if (isCableOnly(mast, visits)) return { word: t("list.cable-only"), state: "", own, other };
  if (mast.progress === "begun") return { word: t("list.begun-elsewhere"), state: "", own, other };
  return {
    word: other
      ? t("list.open-here", { day: showDay(other.finished_at || other.started_at) })
      : t("list.open"),
    state: "",
    own,
    other,
  };
}

/** The masts of the chosen campaign in an order ("way": from each on to the nearest left), what presses and is not done first. */
/** @type {(app: App, order?: string) => Mast[]} */
export const inOrder = (app, order = app.order ?? "place") =>
  orderOf(app.pack?.masts ?? [], order, lastFix(), (mast) => isDone(mast, app.visits));

/** Whether nobody got to a mast: it is not done, and comes after all that were not tried. */
/** @type {(mast: Mast, visits: Map<string, Visit[]>) => boolean} */
export const isLeft = (mast, visits) => visitsIn(mast, visits).own.at(-1)?.absent === "unreachable";

/** The next mast after one that was just left; null where none is left. */
/** @type {(app: App, structure: string) => Mast | null} */
export function nextAfter(app, structure) {
  const open = inOrder(app).filter((mast) => mast.id !== structure && !isDone(mast, app.visits));
  return open.find((mast) => !isLeft(mast, app.visits)) ?? open[0] ?? null;
}

/** How many of the campaign's masts are done, and how many it has. */
/** @type {(app: App) => {done: number, all: number}} */
export const doneOf = (app) => ({
  done: (app.pack?.masts ?? []).filter((mast) => isDone(mast, app.visits)).length,
  all: app.pack?.masts.length ?? 0,
});
