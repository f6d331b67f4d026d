// Sends what stands on the phone: items, copies of photos, photos, and asks again what became of them. Nothing that
// cannot be taken stops the rest, and a lost answer is asked for before anything is sent a second time.

import { openAgain, passwordGiven } from "./phone/key.js";
import { announce } from "./record.js";
import { archive } from "./send/archive.js";
import { sendItems } from "./send/items.js";
import { call, NetError } from "./send/net.js";
import { sendCopies, sendPhotos } from "./send/photos.js";
import { askAfterVerified, askReceipts, LARGEST_BATCH, noted, parts } from "./send/receipts.js";
import { freeVerified } from "./send/room.js";
import { device, get, meta, setMeta, waits } from "./store.js";

/** @typedef {import("./send/receipts.js").Status} Status */

// What goes on, for the page: phase is "idle", "sending", "offline", "sign-in", "other-person", "full" (the phone is, and
// notes nothing) or "trouble".
/** @type {Status} */
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
  code: "",
  elsewhere: false,
  held: 0,
  tryAs: [],
};

let wait = 0;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
let again = false;
let everything = false; // originals, too, that would wait for Wi-Fi
/** @type {Promise<void> | null} */
let running = null;
/** @type {{full: import("./store.js").StoreError | null}} */
let phone = { full: null }; // why the phone notes nothing of this run
/** @type {Set<string>} */
const sent = new Set(); // what went while it was full: it goes again once there is room to note it

/** @type {(change: Partial<Status>) => void} */
function tell(change) {
  Object.assign(status, change);
  announce({ kind: "status" });
}

// ---- who sends -------------------------------------------------------------------------------------------------
/** @type {() => void} */
let toldWho = () => {};
/** @type {Promise<void>} */
let who = Promise.resolve();

// Sends, and waits only until it is known who is signed in, or that nobody says.
export function askWho() {
  if (!running) send();
  return who;
}

// Who is signed in. Where the desk stands open to whoever has not signed in, that is not who recorded here: he signs in.
async function tokenOf() {
  const asked = Date.now();
  const { data: token } = await call("/field/token", { seconds: 20 }).catch((error) => {
    throw error.status === 403 ? new NetError("sign-in") : error; // somebody who does not inspect is signed in
  });
  const skew = Math.round(Date.parse(token.server_time) - (asked + Date.now()) / 2);
  phone = { full: null };
  let room = await noted(phone, () => setMeta("skew", skew));
  if (!room && (await freeVerified().catch(() => null))?.photos) {
    phone = { full: null };
    room = await noted(phone, () => setMeta("skew", skew));
  }
  if (room) sent.clear();
  const before = await meta("user", "");
  if (token.signed_in === false && before && before !== token.user) throw new NetError("sign-in");
  if (await passwordGiven(token).catch(() => false)) announce({ kind: "user" });
  await noted(phone, () => setMeta("user", token.user));
  const other = token.user !== before;
  tell({ user: token.user, tryAs: token.try_as ?? [], code: "" });
  if (other) announce({ kind: "user" });
  return token;
}

// A session that is over begins again with the phone's key, where the PIN was given; the work is then done once more.
/** @type {(work: () => Promise<void>) => Promise<void>} */
async function signedIn(work) {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof NetError) || error.kind !== "sign-in") throw error;
    if (!(await openAgain(await meta("user", "")))) throw error;
    await work();
  }
}

// ---- one run ---------------------------------------------------------------------------------------------------
async function once() {
  const token = await tokenOf();
  toldWho();
  const run = {
    by: token.user,
    csrf: token.csrf,
    device: await device(),
    done: 0,
    photos: 0,
    trouble: 0,
    full: phone.full,
    sent,
    tell,
  };
  const [total, photosTotal] = [await waits("items", run.by, "kept"), await waits("photos", run.by, "kept")];
  tell({ phase: "sending", done: 0, total, photosDone: 0, photosTotal });
  const lost = await get("meta", "unanswered");
  if (lost?.value?.by === run.by && lost.value.ids.length) {
    await askReceipts(run, lost.value.ids);
    await noted(run, () => setMeta("unanswered", null));
  }
  let left = null;
  try {
    await sendItems(run);
  } catch (error) {
    if (!(error instanceof NetError) || error.kind !== "busy" || error.status === 429) throw error;
    left = error; // photos have a way of their own
  }
  await sendCopies(run);
  const all = everything;
  everything = false;
  await sendPhotos(run, { all });
  for (const state of ["received", "aside"]) {
    // what was set aside may have been put right at the office since
    for await (const rows of parts("items", run.by, state, () => LARGEST_BATCH))
      await askReceipts(
        run,
        rows.map((row) => row.id),
      );
  }
  await askAfterVerified(run);
  if (left) throw left;
  if (run.full) throw run.full;
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
  who = new Promise((resolve) => {
    toldWho = () => resolve();
  });
  try {
    if (!(await alone(() => signedIn(once)))) {
      // another tab is at it, and shows what it does
      tell({ phase: "idle", elsewhere: true, said: "" });
      later(20);
      return;
    }
    status.elsewhere = false;
    wait = 0;
    tell({ phase: "idle", lastAt: Date.now(), said: "" });
    if (await somethingWaits(status.user)) later(60);
    if (await archive().catch(() => 0)) announce({ kind: "small" });
  } catch (error) {
    if (!(error instanceof NetError)) {
      const code = codeOf(error);
      tell({ phase: code === "FIELD-PHONE-FULL" ? "full" : "trouble", said: code });
      later(back());
      return;
    }
    const phase = error.kind === "refused" || error.kind === "busy" ? "trouble" : error.kind;
    tell({ phase, said: error.said || error.code, code: error.code });
    if (error.kind !== "sign-in") later(back());
    else later(300); // perhaps another tab signs in
  } finally {
    toldWho();
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

// Sends now, or once more after the run that is under way. `all`: originals, too, that wait for Wi-Fi.
export function send({ all = false } = {}) {
  everything ||= all;
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
