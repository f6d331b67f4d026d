// Sends what stands on the phone: small batches, photos one by one, and asks again what became of them. Nothing that
// cannot be taken stops the rest, and a lost answer is asked for before anything is sent a second time.

import { archive } from "./archive.js";
import { moment, sha256OfItem } from "./canonical.js";
import { call, NetError } from "./net.js";
import { sendInParts } from "./parts.js";
import { announce } from "./record.js";
import { ask, device, get, placeInQueue, queued, read, setMeta, waits, write } from "./store.js";
import { tally } from "./tally.js";

const LARGEST_BATCH = 200;
const PHOTOS_AT_ONCE = 10; // after so many it is asked what became of their items
const FIRST_BATCH = 40;
const AT_ONCE = 256 << 10; // bytes of a photo that goes in one piece
const TROUBLE = 3; // as many faults of the server one after the other end a run
const json = { "Content-Type": "application/json" };

/** @typedef {{by: string, csrf: string, device: string, done: number, photos: number}} Run */

// What goes on, for the page: phase is "idle", "sending", "offline", "sign-in", "other-person" or "trouble".
export const status = {
  phase: "idle",
  user: "",
  nextAt: 0,
  lastAt: 0,
  done: 0,
  total: 0,
  photosDone: 0,
  photosTotal: 0,
  photoShare: 0,
  said: "",
  elsewhere: false,
  tryAs: [],
};

let batch = FIRST_BATCH;
let wait = 0;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
let again = false;
/** @type {Promise<void> | null} */
let running = null;

/** @type {(change: Partial<typeof status>) => void} */
function tell(change) {
  Object.assign(status, change);
  announce({ kind: "status" });
}

// ---- what waits ------------------------------------------------------------------------------------------------
/** @type {(ids: string[]) => Promise<ItemRow[]>} */
const rowsByIds = async (ids) =>
  (await read(["items"], (store) => Promise.all(ids.map((id) => ask(store("items").get(id)))))).filter(
    Boolean,
  );

// A queue in its order, a part at a time: what was read once in a run does not come again in it.
/** @type {(name: string, by: string, state: string, most: () => number) => AsyncGenerator<any[]>} */
async function* parts(name, by, state, most) {
  for (let after = null; ; ) {
    const rows = await queued(name, by, state, most(), { after });
    if (!rows.length) return;
    after = placeInQueue(rows.at(-1));
    yield rows;
  }
}

// Writes what the server said of items; a hash that differs from the phone's own is no receipt.
/** @type {(receipts: Receipt[]) => Promise<void>} */
async function settle(receipts) {
  const wanted = new Map();
  for (const row of await rowsByIds(receipts.map((receipt) => receipt.id)))
    wanted.set(row.id, await sha256OfItem(row.item));
  const known = receipts.filter((receipt) => wanted.has(receipt.id) && receipt.state !== "unknown");
  await write(["items", "photos", "blobs", "visits"], async (store) => {
    const moves = [];
    const missing = new Set();
    const rows = await Promise.all(known.map((receipt) => ask(store("items").get(receipt.id))));
    for (const [index, receipt] of known.entries()) {
      const row = rows[index];
      if (!row) continue;
      const before = row.state;
      if (receipt.state === "aside" || receipt.sha256 !== wanted.get(row.id)) {
        const code = receipt.state === "aside" ? receipt.code : "FIELD-SAME-ID";
        Object.assign(row, { state: "aside", code, message: receipt.message ?? "" });
      } else if (row.state !== "verified") {
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
      if (photo?.state === "returned" && (await ask(store("blobs").count(sha))))
        store("photos").put({ ...photo, state: "kept" });
    }
  });
}

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

// ---- one run ---------------------------------------------------------------------------------------------------
/** @type {(url: string, body: unknown, csrf: string) => Promise<any>} */
async function post(url, body, csrf) {
  return (await call(url, { method: "POST", headers: json, body: JSON.stringify(body), csrf, seconds: 60 }))
    .data;
}

/** @type {(run: Run, ids: string[]) => Promise<void>} */
async function askReceipts(run, ids) {
  for (let from = 0; from < ids.length; from += LARGEST_BATCH) {
    const part = ids.slice(from, from + LARGEST_BATCH);
    const { receipts } = await post("/field/receipts", { ids: part, photos: [] }, run.csrf);
    await settle(receipts);
    tell({});
  }
}

/** @type {(run: Run) => Promise<void>} */
async function sendItems(run) {
  let trouble = 0;
  for await (const rows of parts("items", run.by, "kept", () => batch)) {
    const queue = [rows];
    for (let now = queue.shift(); now; now = queue.shift()) {
      const ids = now.map((row) => row.id);
      try {
        const answer = await post(
          "/field/items",
          { device: run.device, by: run.by, sent_at: moment(), items: now.map((row) => row.item) },
          run.csrf,
        );
        await settle(answer.receipts);
        run.done += now.length;
        trouble = 0;
        batch = Math.min(LARGEST_BATCH, batch * 2);
        tell({ done: run.done });
      } catch (error) {
        if (!(error instanceof NetError)) throw error;
        if (error.kind === "offline") {
          batch = Math.max(5, Math.floor(batch / 2));
          await setMeta("unanswered", { by: run.by, ids }); // perhaps it arrived: asked for first when the network is back
          throw error;
        }
        if (error.kind !== "refused" && error.kind !== "busy") throw error;
        if (error.status === 429 || error.status === 503) throw error; // asked to wait
        if (now.length > 1) {
          // one of them is in the way: halves, then halves of halves
          const half = Math.ceil(now.length / 2);
          queue.unshift(now.slice(0, half), now.slice(half));
        } else {
          await noteTrouble(ids, error);
        }
        trouble = error.kind === "busy" ? trouble + 1 : 0;
        if (trouble >= TROUBLE + Math.log2(LARGEST_BATCH)) throw error; // not one record: the server itself
      }
    }
  }
}

/** @type {(run: Run) => Promise<void>} */
async function sendPhotos(run) {
  let trouble = 0;
  for await (const waiting of parts("photos", run.by, "kept", () => PHOTOS_AT_ONCE)) {
    const returned = [];
    for (const photo of waiting) {
      const held = await get("blobs", photo.sha256);
      if (!held) {
        await markPhoto(photo.sha256, { state: "lost", code: "FIELD-PHONE-PHOTO-GONE" });
        continue;
      }
      try {
        const data = await sendPhoto(run, photo, held.blob);
        if (data === null) {
          await markPhoto(photo.sha256, { state: "lost", code: "FIELD-PHONE-PHOTO-GONE" });
          continue;
        }
        if (data.sha256 !== photo.sha256) throw new NetError("refused", { code: "FIELD-PHOTO-HASH" });
        await markPhoto(photo.sha256, { state: "returned", code: "", message: "" });
        returned.push(photo.sha256);
        run.photos += 1;
        trouble = 0;
        tell({ photosDone: run.photos });
      } catch (error) {
        if (!(error instanceof NetError) || !["refused", "busy"].includes(error.kind)) throw error;
        if (error.status === 429 || error.status === 503) throw error;
        await markPhoto(photo.sha256, {
          tries: photo.tries + 1,
          code: error.code || `HTTP ${error.status}`,
          message: error.said,
        });
        trouble = error.kind === "busy" ? trouble + 1 : 0;
        if (trouble >= TROUBLE) throw error;
      }
    }
    await askReceipts(run, await idsWith(returned)); // a network that breaks before the last photo leaves these settled
  }
}

// A small photo goes at once; a larger one in parts, so that a line that breaks takes it on from where it broke. Null where
// the phone can no longer read it.
/** @type {(run: Run, photo: PhotoRow, blob: Blob) => Promise<any>} */
async function sendPhoto(run, photo, blob) {
  const about = { kind: "photo", sha256: photo.sha256, type: photo.type, by: run.by, device: run.device };
  try {
    if (blob.size > AT_ONCE)
      return await sendInParts(blob, about, {
        csrf: run.csrf,
        told: ({ sent, size }) => tell({ photoShare: sent / size }),
      });
    const bytes = await blob.arrayBuffer(); // a body of its own, so that the send cannot change under way
    return (
      await call(`/field/photos/${photo.sha256}`, {
        method: "PUT",
        headers: { "Content-Type": photo.type, "X-Device": run.device, "X-By": encodeURIComponent(run.by) },
        body: bytes,
        csrf: run.csrf,
        seconds: 60 + bytes.byteLength / 4000,
      })
    ).data;
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  } finally {
    tell({ photoShare: 0 });
  }
}

// The items that wait for these photos.
/** @type {(photos: string[]) => Promise<string[]>} */
const idsWith = (photos) =>
  read(["items"], async (store) => {
    const rows = await Promise.all(photos.map((sha) => ask(store("items").index("photo").getAll(sha))));
    return [
      ...new Set(
        rows
          .flat()
          .filter((row) => row.state === "received")
          .map((row) => row.id),
      ),
    ];
  });

/** @type {(sha256: string, change: Partial<PhotoRow>) => Promise<void>} */
const markPhoto = (sha256, change) =>
  write(["photos"], async (store) => {
    const photo = await ask(store("photos").get(sha256));
    if (photo) store("photos").put({ ...photo, ...change });
  });

async function once() {
  const asked = Date.now();
  const { data: token } = await call("/field/token", { seconds: 20 }).catch((error) => {
    throw error.status === 403 ? new NetError("sign-in") : error; // somebody who does not inspect is signed in
  });
  const skew = Math.round(Date.parse(token.server_time) - (asked + Date.now()) / 2);
  await setMeta("skew", skew);
  await setMeta("user", token.user);
  tell({ user: token.user, tryAs: token.try_as ?? [] });
  const run = { by: token.user, csrf: token.csrf, device: await device(), done: 0, photos: 0 };
  const [total, photosTotal] = [await waits("items", run.by, "kept"), await waits("photos", run.by, "kept")];
  tell({ phase: "sending", done: 0, total, photosDone: 0, photosTotal });
  const lost = await get("meta", "unanswered");
  if (lost?.value?.by === run.by && lost.value.ids.length) {
    await askReceipts(run, lost.value.ids);
    await setMeta("unanswered", null);
  }
  let left = null;
  try {
    await sendItems(run);
  } catch (error) {
    if (!(error instanceof NetError) || error.kind !== "busy" || error.status === 429) throw error;
    left = error; // photos have a way of their own
  }
  await sendPhotos(run);
  for (const state of ["received", "aside"]) {
    // what was set aside may have been put right at the office since
    for await (const rows of parts("items", run.by, state, () => LARGEST_BATCH))
      await askReceipts(
        run,
        rows.map((row) => row.id),
      );
  }
  if (left) throw left;
}

// Runs in one tab at a time; the others see what it does through the store. False where another one has it.
/** @type {(work: () => Promise<void>) => Promise<boolean>} */
function alone(work) {
  if (!navigator.locks) return work().then(() => true);
  return navigator.locks.request("bts-field-send", { ifAvailable: true }, (lock) => {
    if (!lock) return false;
    return work().then(() => true);
  });
}

async function attempt() {
  again = false;
  try {
    const user = status.user;
    if (!(await alone(once))) {
      // another tab is at it, and shows what it does
      tell({ phase: "idle", elsewhere: true, said: "" });
      later(20);
      return;
    }
    status.elsewhere = false;
    if (user && user !== status.user) announce({ kind: "user" });
    wait = 0;
    tell({ phase: "idle", lastAt: Date.now(), said: "" });
    if (await somethingWaits(status.user)) later(60);
    if (await archive().catch(() => 0)) announce({ kind: "small" });
  } catch (error) {
    if (!(error instanceof NetError)) {
      tell({ phase: "trouble", said: codeOf(error) });
      later(back());
      return;
    }
    const phase = error.kind === "refused" || error.kind === "busy" ? "trouble" : error.kind;
    tell({ phase, said: error.said || error.code });
    if (error.kind !== "sign-in") later(back());
    else later(300); // perhaps another tab signs in
  }
}

/** @type {(error: any) => string} */
const codeOf = (error) => String(error.code ?? error.message);

// 5 s, 10 s, 20 s … 5 minutes, each up to a third longer, so that many phones do not come back at once.
function back() {
  wait = Math.min(300, wait ? wait * 2 : 5);
  return wait * (1 + Math.random() / 3);
}

/** @type {(seconds: number) => void} */
function later(seconds) {
  clearTimeout(timer);
  tell({ nextAt: Date.now() + seconds * 1000 });
  timer = setTimeout(() => {
    send();
  }, seconds * 1000);
}

/** @type {(by: string) => Promise<boolean>} */
async function somethingWaits(by) {
  return (await waits("items", by, "kept")) + (await waits("items", by, "received")) > 0;
}

// Sends now, or once more after the run that is under way.
export function send() {
  clearTimeout(timer);
  status.nextAt = 0;
  if (running) {
    again = true;
    return running;
  }
  running = attempt().finally(() => {
    running = null;
    if (again) send();
  });
  return running;
}

// Sends soon after something was recorded, several taps together; not where a wait is on because nobody answers.
export function sendSoon() {
  if (status.phase === "sign-in" || status.phase === "other-person") return;
  if (status.phase === "offline" && status.nextAt > Date.now()) return;
  clearTimeout(timer);
  timer = setTimeout(() => {
    send();
  }, 2500);
}

export function startSending() {
  window.addEventListener("online", () => {
    wait = 0;
    send();
  });
  window.addEventListener("offline", () => {
    if (!running) tell({ phase: "offline" });
  }); // said at once, not at the next send
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") send();
  });
  return send();
}

// ---- room ------------------------------------------------------------------------------------------------------
// Lets go of the bytes of photos whose hash the server returned and whose every item it has verified. The small
// picture and the receipt stay. Returns {photos, bytes}.
export async function freeVerified() {
  const found = { photos: 0, bytes: 0 };
  const held = await read(["blobs"], (store) => ask(store("blobs").getAllKeys()));
  for (let from = 0; from < held.length; from += LARGEST_BATCH) {
    // parts: a recording need not wait for all of it
    await write(["items", "photos", "blobs"], async (store) => {
      await Promise.all(
        held.slice(from, from + LARGEST_BATCH).map(async (sha) => {
          const [photo, items] = await Promise.all([
            ask(store("photos").get(sha)),
            ask(store("items").index("photo").getAll(sha)),
          ]);
          if (photo?.state !== "returned" || !items.length || items.some((row) => row.state !== "verified"))
            return;
          store("blobs").delete(sha);
          found.photos += 1;
          found.bytes += photo.bytes;
        }),
      );
    });
  }
  return found;
}
