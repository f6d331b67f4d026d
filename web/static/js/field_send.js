// Sends what stands on the phone: small batches, photos one by one, and asks again what became of them. Nothing that
// cannot be taken stops the rest, and a lost answer is asked for before anything is sent a second time.
import { moment, sha256OfItem } from "./field_canonical.js";
import { NetError, call } from "./field_net.js";
import { announce } from "./field_record.js";
import { all, ask, device, get, read, setMeta, write } from "./field_store.js";

const LARGEST_BATCH = 200;
const FIRST_BATCH = 40;
const TROUBLE = 3; // as many faults of the server one after the other end a run
const json = { "Content-Type": "application/json" };

// What goes on, for the page: phase is "idle", "sending", "offline", "sign-in", "other-person" or "trouble".
export const status = { phase: "idle", user: "", nextAt: 0, lastAt: 0, done: 0, total: 0, said: "", elsewhere: false };

let batch = FIRST_BATCH;
let wait = 0;
let timer = null;
let again = false;
let running = null;

function tell(change) {
  Object.assign(status, change);
  announce({ kind: "status" });
}

// ---- what waits ------------------------------------------------------------------------------------------------
async function idsIn(by, state) {
  const keys = await read(["items"], (store) => ask(store("items").index("state").getAllKeys([by, state])));
  return keys;
}

async function rowsByIds(ids) {
  const rows = await read(["items"], async (store) => {
    const found = [];
    for (const id of ids) found.push(await ask(store("items").get(id)));
    return found;
  });
  return rows.filter(Boolean);
}

// Writes what the server said of items; a hash that differs from the phone's own is no receipt.
async function settle(receipts) {
  const wanted = new Map();
  for (const row of await rowsByIds(receipts.map((receipt) => receipt.id))) wanted.set(row.id, await sha256OfItem(row.item));
  const missing = new Set();
  await write(["items", "photos", "blobs"], async (store) => {
    for (const receipt of receipts) {
      const own = wanted.get(receipt.id);
      if (own === undefined || receipt.state === "unknown") continue;
      const row = await ask(store("items").get(receipt.id));
      const same = receipt.sha256 === own;
      if (receipt.state === "aside" || !same) {
        const code = receipt.state === "aside" ? receipt.code : "FIELD-SAME-ID";
        Object.assign(row, { state: "aside", code, message: receipt.message ?? "" });
      } else if (row.state !== "verified") {
        Object.assign(row, { state: receipt.state, code: "", message: "", missing: receipt.missing ?? [] });
      }
      for (const sha of receipt.missing ?? []) missing.add(sha);
      store("items").put(row);
    }
    for (const sha of missing) { // what the server lacks is sent again, also where it had once confirmed it
      const photo = await ask(store("photos").get(sha));
      if (photo?.state === "returned" && await ask(store("blobs").count(sha))) store("photos").put({ ...photo, state: "kept" });
    }
  });
}

async function noteTrouble(ids, error) {
  await write(["items"], async (store) => {
    for (const id of ids) {
      const row = await ask(store("items").get(id));
      if (row?.state === "kept") store("items").put({ ...row, tries: row.tries + 1, code: error.code || `HTTP ${error.status}`, message: error.said });
    }
  });
}

// ---- one run ---------------------------------------------------------------------------------------------------
async function post(url, body, csrf) {
  return (await call(url, { method: "POST", headers: json, body: JSON.stringify(body), csrf, seconds: 60 })).data;
}

async function askReceipts(run, ids) {
  for (let from = 0; from < ids.length; from += LARGEST_BATCH) {
    const part = ids.slice(from, from + LARGEST_BATCH);
    const { receipts } = await post("/field/receipts", { ids: part, photos: [] }, run.csrf);
    await settle(receipts);
    tell({});
  }
}

async function sendItems(run) {
  const ids = await idsIn(run.by, "kept");
  const rows = (await rowsByIds(ids)).sort((a, b) => a.tries - b.tries || a.item.seq - b.item.seq);
  const work = [];
  for (const row of rows) work.push(row.id);
  let trouble = 0;
  const queue = [];
  while (work.length || queue.length) {
    const part = queue.shift() ?? work.splice(0, batch);
    const now = (await rowsByIds(part)).filter((row) => row.state === "kept");
    if (!now.length) continue;
    try {
      const answer = await post("/field/items", { device: run.device, by: run.by, sent_at: moment(), items: now.map((row) => row.item) }, run.csrf);
      await settle(answer.receipts);
      run.done += now.length;
      trouble = 0;
      batch = Math.min(LARGEST_BATCH, batch * 2);
      tell({ done: run.done });
    } catch (error) {
      if (!(error instanceof NetError)) throw error;
      if (error.kind === "offline") {
        batch = Math.max(5, Math.floor(batch / 2));
        run.unanswered = part; // perhaps it arrived: asked for first when the network is back
        await setMeta("unanswered", { by: run.by, ids: part });
        throw error;
      }
      if (error.kind !== "refused" && error.kind !== "busy") throw error;
      if (error.status === 429 || error.status === 503) throw error; // asked to wait
      if (now.length > 1) { // one of them is in the way: halves, then halves of halves
        const half = Math.ceil(now.length / 2);
        queue.unshift(now.slice(0, half).map((row) => row.id), now.slice(half).map((row) => row.id));
      } else {
        await noteTrouble(part, error);
      }
      trouble = error.kind === "busy" ? trouble + 1 : 0;
      if (trouble >= TROUBLE + Math.log2(LARGEST_BATCH)) throw error; // not one record: the server itself
    }
  }
}

async function sendPhotos(run) {
  const waiting = (await all("photos", "state", [run.by, "kept"])).sort((a, b) => a.tries - b.tries || a.at - b.at);
  let trouble = 0;
  for (const photo of waiting) {
    const held = await get("blobs", photo.sha256);
    if (!held) { await markPhoto(photo.sha256, { state: "lost", code: "FIELD-PHONE-PHOTO-GONE" }); continue; }
    try {
      const seconds = 60 + photo.bytes / 8000; // 8 kB/s is a bad day at the edge of a cell
      const bytes = await held.blob.arrayBuffer().catch(() => null); // a body of its own, so that the send cannot change under way
      if (bytes === null) { await markPhoto(photo.sha256, { state: "lost", code: "FIELD-PHONE-PHOTO-GONE" }); continue; }
      const { data } = await call(`/field/photos/${photo.sha256}`, { method: "PUT", headers: { "Content-Type": photo.type, "X-Device": run.device, "X-By": encodeURIComponent(run.by) }, body: bytes, csrf: run.csrf, seconds });
      if (data.sha256 !== photo.sha256) throw new NetError("refused", { code: "FIELD-PHOTO-HASH" });
      await markPhoto(photo.sha256, { state: "returned", code: "", message: "" });
      run.done += 1;
      trouble = 0;
      tell({ done: run.done });
    } catch (error) {
      if (!(error instanceof NetError) || !["refused", "busy"].includes(error.kind)) throw error;
      if (error.status === 429 || error.status === 503) throw error;
      await markPhoto(photo.sha256, { tries: photo.tries + 1, code: error.code || `HTTP ${error.status}`, message: error.said });
      trouble = error.kind === "busy" ? trouble + 1 : 0;
      if (trouble >= TROUBLE) throw error;
    }
  }
}

const markPhoto = (sha256, change) => write(["photos"], async (store) => {
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
  tell({ user: token.user, skew });
  const run = { by: token.user, csrf: token.csrf, device: await device(), done: 0 };
  const waiting = [...await idsIn(run.by, "kept"), ...await idsIn(run.by, "received")].length;
  tell({ phase: "sending", done: 0, total: waiting });
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
  await askReceipts(run, await idsIn(run.by, "received"));
  if (left) throw left;
}

// Runs in one tab at a time; the others see what it does through the store. False where another one has it.
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
    if (!await alone(once)) { // another tab is at it, and shows what it does
      tell({ phase: "idle", elsewhere: true, said: "" });
      later(20);
      return;
    }
    status.elsewhere = false;
    if (user && user !== status.user) announce({ kind: "user" });
    wait = 0;
    tell({ phase: "idle", lastAt: Date.now(), said: "" });
    if (await somethingWaits(status.user)) later(60);
  } catch (error) {
    if (!(error instanceof NetError)) {
      tell({ phase: "trouble", said: String(error.code ?? error.message) });
      later(back());
      return;
    }
    const phase = error.kind === "refused" || error.kind === "busy" ? "trouble" : error.kind;
    tell({ phase, said: error.said || error.code });
    if (error.kind !== "sign-in") later(back());
    else later(300); // perhaps another tab signs in
  }
}

// 5 s, 10 s, 20 s … 5 minutes, each up to a third longer, so that many phones do not come back at once.
function back() {
  wait = Math.min(300, wait ? wait * 2 : 5);
  return wait * (1 + Math.random() / 3);
}

function later(seconds) {
  clearTimeout(timer);
  tell({ nextAt: Date.now() + seconds * 1000 });
  timer = setTimeout(() => { send(); }, seconds * 1000);
}

async function somethingWaits(by) {
  return (await idsIn(by, "kept")).length + (await idsIn(by, "received")).length > 0;
}

// Sends now, or once more after the run that is under way.
export function send() {
  clearTimeout(timer);
  status.nextAt = 0;
  if (running) { again = true; return running; }
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
  timer = setTimeout(() => { send(); }, 2500);
}

export function startSending() {
  window.addEventListener("online", () => { wait = 0; send(); });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") send(); });
  return send();
}

// ---- room ------------------------------------------------------------------------------------------------------
// Lets go of the bytes of photos whose hash the server returned and whose every item it has verified. The small
// picture and the receipt stay. Returns {photos, bytes}.
export async function freeVerified() {
  return write(["items", "photos", "blobs"], async (store) => {
    const open = new Set();
    const seen = new Set();
    for (let cursor = await ask(store("items").openCursor()); cursor; cursor = await next(cursor)) {
      for (const sha of cursor.value.item.photos) {
        seen.add(sha);
        if (cursor.value.state !== "verified") open.add(sha);
      }
    }
    let freed = 0;
    let bytes = 0;
    for (const sha of await ask(store("blobs").getAllKeys())) {
      const photo = await ask(store("photos").get(sha));
      if (!photo || photo.state !== "returned" || open.has(sha) || !seen.has(sha)) continue;
      store("blobs").delete(sha);
      freed += 1;
      bytes += photo.bytes;
    }
    return { photos: freed, bytes };
  });
}

const next = (cursor) => { cursor.continue(); return ask(cursor.request); };
