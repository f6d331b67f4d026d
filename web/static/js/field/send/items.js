// Items go first, in small batches: one that cannot be taken stops no other, and a lost answer is asked for.

import { ask, setMeta, write } from "../store.js";
import { moment } from "./canonical.js";
import { NetError } from "./net.js";
import { LARGEST_BATCH, noted, parts, post, settle, TROUBLE } from "./receipts.js";

/** @typedef {import("./receipts.js").Run} Run */

const FIRST_BATCH = 40;

let batch = FIRST_BATCH; // as the line has proven; the next run begins with it

/** @type {(ids: string[], error: NetError) => Promise<void>} */
async function noteTrouble(ids, error) {
  await write(["items"], async (store) => {
    for (const id of ids) {
      const row = await ask(store("items").get(id));
      if (row?.state === "kept")
        store("items").put({
          ...row,
          tries: row.tries + 1,
          code: error.code || `HTTP ${error.status}`,
          message: error.said,
        });
    }
  });
}

/** @type {(run: Run) => Promise<void>} */
export async function sendItems(run) {
  let trouble = 0;
  for await (const rows of parts("items", run.by, "kept", () => batch)) {
    const queue = [rows.filter((row) => !run.sent.has(row.id))].filter((some) => some.length);
    for (let now = queue.shift(); now; now = queue.shift()) {
      const ids = now.map((row) => row.id);
      try {
        const answer = await post(
          "/field/items",
          { device: run.device, by: run.by, sent_at: moment(), items: now.map((row) => row.item) },
          run.csrf,
        );
        if (!(await noted(run, () => settle(answer.receipts)))) for (const id of ids) run.sent.add(id);
        run.done += now.length;
        trouble = 0;
        batch = Math.min(LARGEST_BATCH, batch * 2);
        run.tell({ done: run.done });
      } catch (error) {
        if (!(error instanceof NetError)) throw error;
        if (error.kind === "offline") {
          batch = Math.max(5, Math.floor(batch / 2));
          await noted(run, () => setMeta("unanswered", { by: run.by, ids })); // perhaps it arrived: asked for first when the network is back
          throw error;
        }
        if (error.kind !== "refused" && error.kind !== "busy") throw error;
        if (error.status === 429 || error.status === 503) throw error; // asked to wait
        if (now.length > 1) {
          // one of them is in the way: halves, then halves of halves
          const half = Math.ceil(now.length / 2);
          queue.unshift(now.slice(0, half), now.slice(half));
        } else {
          await noted(run, () => noteTrouble(ids, error));
        }
        trouble = error.kind === "busy" ? trouble + 1 : 0;
        if (trouble >= TROUBLE + Math.log2(LARGEST_BATCH)) throw error; // not one record: the server itself
      }
    }
  }
}
