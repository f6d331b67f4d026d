// Where the phone is while a screen asks for it, and which way it looks: asked for openly, told in plain states, and
// given up as soon as nobody looks (a fix a second empties a battery before noon).
import { lastFix, noteFix } from "./position.js";

/** @typedef {"off" | "waiting" | "fix" | "refused" | "none" | "cannot"} Phase */
/** @typedef {{phase: Phase, fix: Fix | null, heading: number | null}} Whereabouts */

const PATIENCE_MS = 30_000;
const WALKING = 0.7; // metres a second: slower than this, a course is noise
const QUIET_MS = 250;

/** @type {Whereabouts} */
const now = { phase: "off", fix: null, heading: null };
/** @type {Set<(now: Whereabouts) => void>} */
const listeners = new Set();
/** @type {number | null} */
let watch = null;
/** @type {number | undefined} */
let patience;
let compass = false; // whether the phone's own compass tells which way it looks
let told = 0;

export const whereabouts = () => now;

// Where one stands as the screen says it: a watch tells of movement, so the fix of one that runs holds while one stands.
export const standing = () => (now.phase === "fix" ? now.fix : lastFix());

// Begins to follow; `listener` hears of every change. Returns what ends it.
/** @type {(listener: (now: Whereabouts) => void) => () => void} */
export function locate(listener) {
  listeners.add(listener);
  if (watch === null) begin();
  else listener(now);
  return () => {
    listeners.delete(listener);
    if (!listeners.size) end("off");
  };
}

// Whether the person has allowed it before: then no question appears when it is asked for.
/** @type {() => Promise<boolean>} */
export async function allowed() {
  const state = await navigator.permissions?.query({ name: "geolocation" }).then(
    (found) => found.state,
    () => "prompt",
  );
  return state === "granted";
}

export function tryAgain() {
  end("waiting");
  begin();
}

function begin() {
  if (!navigator.geolocation) {
    change({ phase: "cannot" });
    return;
  }
  if (document.visibilityState === "hidden") return;
  change({ phase: now.fix && Date.now() - (now.fix.at ?? 0) < 10_000 ? "fix" : "waiting" });
  clearTimeout(patience);
  patience = setTimeout(() => {
    if (now.phase === "waiting") end("none");
  }, PATIENCE_MS);
  watch = navigator.geolocation.watchPosition(taken, missed, { enableHighAccuracy: true, maximumAge: 3000 });
}

/** @type {(phase: Phase) => void} */
function end(phase) {
  if (watch !== null) navigator.geolocation.clearWatch(watch);
  watch = null;
  clearTimeout(patience);
  if (phase === "off") Object.assign(now, { phase });
  else change({ phase });
}

/** @type {PositionCallback} */
function taken({ coords, timestamp }) {
  clearTimeout(patience);
  const fix = { lon: coords.longitude, lat: coords.latitude, accuracy_m: coords.accuracy, at: timestamp };
  noteFix(fix);
  const moves = coords.heading !== null && Number.isFinite(coords.heading) && (coords.speed ?? 0) > WALKING;
  if (moves) change({ phase: "fix", fix, heading: coords.heading });
  else change({ phase: "fix", fix, heading: compass ? now.heading : null });
}

/** @type {PositionErrorCallback} */
function missed(error) {
  if (error.code === error.PERMISSION_DENIED) end("refused");
  // no fix this time: the watch goes on, and the patience runs out by itself
}

/** @type {(what: Partial<Whereabouts>) => void} */
function change(what) {
  Object.assign(now, what);
  told = Date.now();
  for (const listener of [...listeners]) listener(now);
}

// Asks for the compass where a tap has to allow it (iPhones), and listens to it.
export async function allowCompass() {
  if (compass || typeof DeviceOrientationEvent === "undefined") return;
  const asking = /** @type {any} */ (DeviceOrientationEvent).requestPermission;
  if (asking && (await asking.call(DeviceOrientationEvent).catch(() => "denied")) !== "granted") return;
  window.addEventListener("deviceorientationabsolute", turned);
  window.addEventListener("deviceorientation", turned);
}

/** @type {(event: any) => void} */
function turned(event) {
  const fromNorth =
    event.webkitCompassHeading ?? (event.absolute && event.alpha !== null ? 360 - event.alpha : null);
  if (fromNorth === null || !Number.isFinite(fromNorth)) return;
  compass = true;
  if (watch === null || Date.now() - told < QUIET_MS) return;
  change({ heading: (fromNorth + (screen.orientation?.angle ?? 0)) % 360 });
}

document.addEventListener?.("visibilitychange", () => {
  if (!listeners.size) return;
  if (document.visibilityState === "hidden") end("off");
  else if (watch === null && now.phase !== "refused") begin();
});
