// What the server has verified long ago is let go, and its proof stays: id, SHA-256 and day of each item. Never what is
// not verified, nor an unfinished visit, nor an item whose photo still lies on the phone.

import { all, ask, read, write } from "../store.js";
import { sha256OfItem } from "./canonical.js";
import { countsOf } from "./tally.js";

export const KEEP_DAYS = 30; // so long a visit can be looked at and corrected under the mast
export const KEEP_ROWS = 5000; // as many verified items as stay whole within that time
const VISITS_AT_ONCE = 25; // of one call: the rest follows after the next send

// Makes room in the phone's tables; returns how many items became a proof. `now` in milliseconds.
export async function archive({
  now = Date.now(),
  days = KEEP_DAYS,
  rows = KEEP_ROWS,
  most = VISITS_AT_ONCE,
} = {}) {
  const visits = (await all("visits")).sort((a, b) => a.started_at.localeCompare(b.started_at));
  /** @type {(visit: Visit) => number} */
  const whole = (visit) => countsOf(visit).verified - (visit.archived ?? 0);
  let over = visits.reduce((sum, visit) => sum + whole(visit), 0) - rows;
  let made = 0;
  let left = most;
  for (const visit of visits) {
    const counts = countsOf(visit);
    if (left <= 0) break;
    if (!visit.finished_at || counts.kept || counts.received || counts.aside || !whole(visit)) continue;
    if (over <= 0 && !(now - Date.parse(visit.finished_at) > days * 86400000)) continue;
    const taken = await one(visit.inspection, now);
    if (!taken) continue;
    made += taken;
    over -= taken;
    left -= 1;
  }
  return made;
}

/** @type {(inspection: string, now: number) => Promise<number>} */
async function one(inspection, now) {
  const rows = await read(["items"], (store) => ask(store("items").index("inspection").getAll(inspection)));
  const hashes = new Map();
  for (const row of rows) hashes.set(row.id, await sha256OfItem(row.item));
  return write(["items", "proofs", "blobs", "visits"], async (store) => {
    const visit = await ask(store("visits").get(inspection));
    const now_ = await ask(store("items").index("inspection").getAll(inspection));
    if (!visit || now_.some((row) => row.state !== "verified" || !hashes.has(row.id))) return 0; // changed meanwhile
    let made = 0;
    for (const row of now_) {
      const held = await Promise.all(
        row.item.photos.map((/** @type {string} */ sha) => ask(store("blobs").count(sha))),
      );
      if (held.some(Boolean)) continue;
      const { id, by, structure, kind, entry, item } = row;
      store("proofs").put({
        id,
        by,
        inspection,
        structure,
        kind,
        entry,
        sha256: hashes.get(id),
        photos: item.photos,
        seq: item.seq,
        recorded_at: item.recorded_at,
        archived_at: now,
      });
      store("items").delete(id);
      made += 1;
    }
    if (made) await ask(store("visits").put({ ...visit, archived: (visit.archived ?? 0) + made }));
    return made;
  });
}
