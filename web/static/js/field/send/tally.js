// How many items of a visit stand in each state. The numbers lie in the visit's row and change in the same write as
// the items, so that a screen knows them without reading the items.
import { all, ask, meta, read, write } from "../store.js";

// States of an item on the phone, in the order of its way.
/** @type {State[]} */
export const STATES = ["kept", "received", "verified", "aside"];
/** @type {("kept" | "received" | "aside")[]} */
const WAITING = ["kept", "received", "aside"];
const NONE = { kept: 0, received: 0, verified: 0, aside: 0 };
const COUNTED = 2; // the version of the store from which on visits bear their numbers
const AT_ONCE = 500;

// Notes in an open write (with "visits") that items came (`from` absent) or changed their state. `visit` stands in for
// a row that is missing; `change` is written with it.
/** @type {(store: Stores, moves: {inspection: string, from?: State, to: State}[], options?: {visit?: Visit | null, change?: Partial<Visit>}) => Promise<void>} */
export async function tally(store, moves, { visit = null, change = {} } = {}) {
  const by = new Map();
  for (const move of moves) by.set(move.inspection, [...(by.get(move.inspection) ?? []), move]);
  for (const [inspection, its] of by) {
    const row = (await ask(store("visits").get(inspection))) ?? visit;
    if (!row) continue; // found again by `recount`
    const counts = { ...NONE, ...row.counts };
    for (const { from, to } of its) {
      if (from) counts[from] -= 1;
      counts[to] += 1;
    }
    await ask(store("visits").put({ ...row, ...change, counts }));
  }
}

/** @type {(visit: {counts?: Partial<Counts>} | null | undefined) => Counts} */
export const countsOf = (visit) => ({ ...NONE, ...visit?.counts });

// What a person's items on this phone are, from the visits' rows. Others' items that it
// does not say are verified are counted apart.
/** @type {(visits: Visit[], by: string) => Counts & {others: number, unverified: number}} */
export function sums(visits, by) {
  const found = { ...NONE, others: 0, unverified: 0 };
  for (const visit of visits) {
    const counts = countsOf(visit);
    for (const state of STATES) {
      if (visit.by === by) found[state] += counts[state];
      else if (state !== "verified") found.others += counts[state];
      if (state !== "verified") found.unverified += counts[state];
    }
  }
  return found;
}

// Who else has something on this phone that is not verified.
/** @type {(visits: Visit[], by: string) => string[]} */
export const othersOf = (visits, by) => [
  ...new Set(
    visits
      .filter((visit) => visit.by !== by && WAITING.some((state) => countsOf(visit)[state]))
      .map((visit) => visit.by),
  ),
];

// Counts everything anew, once after the store has changed its form.
export async function countOnce() {
  if ((await meta("counted", 0)) !== COUNTED) await recount();
}

// Whether the visits' numbers are what the items say, told from keys alone. Where an older app that did not keep them
// wrote in between they are put right, and the answer is false.
export async function checkCounts() {
  const visits = await all("visits");
  const wanted = { items: 0, kept: 0, received: 0, aside: 0 };
  for (const visit of visits) {
    const counts = countsOf(visit);
    for (const state of STATES) wanted.items += counts[state];
    for (const state of WAITING) wanted[state] += counts[state];
    wanted.items -= visit.archived ?? 0;
  }
  const people = new Set(visits.map((visit) => visit.by));
  const found = await read(["items"], async (store) => {
    const index = store("items").index("state");
    const held = { items: await ask(store("items").count()), kept: 0, received: 0, aside: 0 };
    for (const by of people) for (const state of WAITING) held[state] += await ask(index.count([by, state]));
    return held;
  });
  const again = await all("visits"); // something may have been recorded between the two looks
  if (JSON.stringify(visits) !== JSON.stringify(again) || JSON.stringify(wanted) === JSON.stringify(found))
    return true;
  await recount();
  return false;
}

async function recount() {
  await write(["items", "visits", "meta"], async (store) => {
    const found = new Map();
    for (let from = null; ; ) {
      /** @type {ItemRow[]} */
      const rows = await ask(
        store("items").getAll(from === null ? null : IDBKeyRange.lowerBound(from, true), AT_ONCE),
      );
      for (const row of rows) {
        const held = found.get(row.inspection) ?? { first: row, counts: { ...NONE } };
        if (row.item.seq < held.first.item.seq) held.first = row;
        held.counts[row.state] += 1;
        found.set(row.inspection, held);
      }
      if (rows.length < AT_ONCE) break;
      from = rows[rows.length - 1].id;
    }
    for (const visit of await ask(store("visits").getAll())) {
      const counts = found.get(visit.inspection)?.counts ?? { ...NONE };
      counts.verified += visit.archived ?? 0;
      found.delete(visit.inspection);
      store("visits").put({ ...visit, counts });
    }
    for (const [inspection, { first, counts }] of found) {
      // a visit whose row is gone is still a visit
      const { structure, campaign, checklist, checklist_version, recorded_at } = first.item;
      store("visits").put({
        inspection,
        structure,
        code: "",
        name: "",
        campaign,
        checklist,
        checklist_version,
        by: first.by,
        started_at: recorded_at,
        finished_at: "",
        counts,
      });
    }
    await ask(store("meta").put({ key: "counted", value: COUNTED }));
  });
}
