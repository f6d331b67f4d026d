// What a run of sending reads and writes on the phone: the queues, part by part, and the receipts of the server.

import { ask, meta, placeInQueue, queued, read, StoreError, setMeta, write } from "../store.js";
import { sha256OfItem } from "./canonical.js";
import { call } from "./net.js";
import { tally } from "./tally.js";

export const LARGEST_BATCH = 200;
export const TROUBLE = 3; // as many faults of the server one after the other end a run
const ASK_AFTER_MS = 12 * 3600e3;
const json = { "Content-Type": "application/json" };

/**
 * @typedef {{phase: string, user: string, nextAt: number, lastAt: number, done: number, total: number, photosDone: number, photosTotal: number, photoShare: number, said: string, code: string, elsewhere: boolean, held: number, tryAs: string[]}} Status
 * @typedef {{by: string, csrf: string, device: string, done: number, photos: number, trouble: number, full: StoreError | null, many?: boolean, sent: Set<string>, tell: (change: Partial<Status>) => void}} Run
 */

// Notes on the phone what a run learned. A full phone sends on without it: the run ends with `full`, and what went
// meanwhile (`sent`) does not go again before there is room to note it.
/** @type {(run: Pick<Run, "full">, work: () => Promise<unknown>) => Promise<boolean>} */
export async function noted(run, work) {
  try {
    await work();
    return true;
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== "FIELD-PHONE-FULL") throw error;
    run.full = error;
    return false;
  }
}

/** @type {(ids: string[]) => Promise<ItemRow[]>} */
const rowsByIds = async (ids) =>
  (await read(["items"], (store) => Promise.all(ids.map((id) => ask(store("items").get(id)))))).filter(
    Boolean,
  );

// A queue in its order, a part at a time: what was read once in a run does not come again in it.
/** @type {(name: string, by: string, state: string, most: () => number) => AsyncGenerator<any[]>} */
export async function* parts(name, by, state, most) {
  for (let after = null; ; ) {
    const rows = await queued(name, by, state, most(), { after });
    if (!rows.length) return;
    after = placeInQueue(rows.at(-1));
    yield rows;
  }
}

// What the server once had and says it does not know goes again: it was set up anew from a backup. "kept" stays as it is.
/** @type {State[]} */
const HAD = ["received", "verified", "aside"];

// Writes what the server said of items; a hash that differs from the phone's own is no receipt.
/** @type {(receipts: Receipt[]) => Promise<void>} */
export async function settle(receipts) {
  const wanted = new Map();
  for (const row of await rowsByIds(receipts.map((receipt) => receipt.id)))
    wanted.set(row.id, await sha256OfItem(row.item));
  const known = receipts.filter((receipt) => wanted.has(receipt.id));
  await write(["items", "photos", "blobs", "visits"], async (store) => {
    const moves = [];
    const missing = new Set();
    const rows = await Promise.all(known.map((receipt) => ask(store("items").get(receipt.id))));
    for (const [index, receipt] of known.entries()) {
      const row = rows[index];
      if (!row) continue;
      const before = row.state;
      if (receipt.state === "unknown") {
        if (!HAD.includes(before)) continue;
        Object.assign(row, { state: "kept", code: "", message: "", missing: [] });
      } else if (receipt.state === "aside" || receipt.sha256 !== wanted.get(row.id)) {
        const code = receipt.state === "aside" ? receipt.code : "FIELD-SAME-ID";
        Object.assign(row, { state: "aside", code, message: receipt.message ?? "" });
      } else {
        Object.assign(row, { state: receipt.state, code: "", message: "", missing: receipt.missing ?? [] });
      }
      for (const sha of receipt.missing ?? []) missing.add(sha);
      store("items").put(row);
      if (row.state !== before) moves.push({ inspection: row.inspection, from: before, to: row.state });
    }
    await tally(store, moves);
    for (const sha of missing) {
      // what the server lacks is sent again, also where it had once confirmed it
      const photo = await ask(store("photos").get(sha));
      if (photo?.state !== "returned") continue;
      const held = await ask(store("blobs").count(sha));
      store("photos").put(
        held ? { ...photo, state: "kept" } : { ...photo, state: "lost", code: "FIELD-PHONE-PHOTO-GONE" },
      );
    }
  });
}

/** @type {(url: string, body: unknown, csrf: string) => Promise<any>} */
export async function post(url, body, csrf) {
  return (await call(url, { method: "POST", headers: json, body: JSON.stringify(body), csrf, seconds: 60 }))
    .data;
}

/** @type {(run: Run, ids: string[]) => Promise<void>} */
export async function askReceipts(run, ids) {
  for (let from = 0; from < ids.length; from += LARGEST_BATCH) {
    const part = ids.slice(from, from + LARGEST_BATCH);
    const { receipts } = await post("/field/receipts", { ids: part, photos: [] }, run.csrf);
    await noted(run, () => settle(receipts));
    run.tell({});
  }
}

// Asks once in a while after what is verified, as long as it lies on the phone whole: a server that was set up anew from
// last night's backup lacks this morning's work, and says so. `now` in milliseconds.
/** @type {(run: Run, now?: number) => Promise<void>} */
export async function askAfterVerified(run, now = Date.now()) {
  const key = `asked-after/${run.by}`;
  const last = await meta(key);
  if (last !== null && Math.abs(now - last) < ASK_AFTER_MS) return;
  if (last !== null)
    for await (const rows of parts("items", run.by, "verified", () => LARGEST_BATCH))
      await askReceipts(
        run,
        rows.map((row) => row.id),
      );
  await noted(run, () => setMeta(key, now));
}
