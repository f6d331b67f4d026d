// Where the phone stands: the mean of several fixes. One bad fix is left out and never spoils the rest.
import { metresBetween } from "../numbers.js";

/** @type {(values: number[]) => number} */
const middle = (values) => [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)];

// Takes fixes {lon, lat, accuracy_m}; returns their mean weighted by 1/accuracy², or null for none. A fix is left
// out where it lies further from the middle of all than three times its stated error (at least 15 m), or where it
// is four times as rough as the middle one. `accuracy_m` is the middle of the stated errors of what was kept: fixes
// of one place share their error, so the mean is not claimed to be better than they are.
/** @type {(fixes: Fix[]) => Fix | null} */
export function meanPosition(fixes) {
  const sound = fixes.filter(
    (fix) =>
      [fix.lon, fix.lat, fix.accuracy_m].every(Number.isFinite) &&
      Math.abs(fix.lat) <= 90 &&
      Math.abs(fix.lon) <= 180 &&
      fix.accuracy_m >= 0,
  );
  if (!sound.length) return null;
  const [lon, lat, rough] = [
    middle(sound.map((fix) => fix.lon)),
    middle(sound.map((fix) => fix.lat)),
    middle(sound.map((fix) => fix.accuracy_m)),
  ];
  const near = sound.filter(
    (fix) =>
      metresBetween(lon, lat, fix.lon, fix.lat) <= Math.max(15, 3 * Math.max(fix.accuracy_m, rough)) &&
      fix.accuracy_m <= Math.max(4 * rough, 5),
  );
  const kept = near.length ? near : sound;
  let [sum, x, y] = [0, 0, 0];
  for (const fix of kept) {
    const weight = 1 / Math.max(fix.accuracy_m, 0.5) ** 2;
    sum += weight;
    x += weight * fix.lon;
    y += weight * fix.lat;
  }
  return {
    lon: x / sum,
    lat: y / sum,
    accuracy_m: middle(kept.map((fix) => fix.accuracy_m)),
    fixes: kept.length,
    left_out: fixes.length - kept.length,
  };
}

/** @type {(found: GeolocationPosition) => Fix} */
const fixOf = ({ coords, timestamp }) => ({
  lon: coords.longitude,
  lat: coords.latitude,
  accuracy_m: coords.accuracy,
  at: timestamp,
});

// Collects fixes until `wanted` of them passed or `seconds` are over; `onFix(mean, taken, error)` after each.
// Returns a function that ends it at once. An error of one fix is told and the next one awaited.
/**
 * @typedef {(mean: Fix | null, taken: number, error: "denied" | "none" | null) => void} OnFix
 * @param {{wanted?: number, seconds?: number, onFix: OnFix, onEnd: (mean: Fix | null, error: string | null) => void}} wish
 */
export function measure({ wanted = 8, seconds = 60, onFix, onEnd }) {
  unfollow();
  /** @type {Fix[]} */
  const fixes = [];
  let over = false;
  /** @type {"denied" | "none" | null} */
  let error = null;
  /** @type {PositionCallback} */
  const take = (found) => {
    if (over || fixes.some((fix) => fix.at === found.timestamp)) return; // the same fix, told twice
    fixes.push(fixOf(found));
    error = null;
    onFix(meanPosition(fixes), fixes.length, null);
    if (fixes.length >= wanted) end();
  };
  /** @type {PositionErrorCallback} */
  const miss = (failed) => {
    if (over) return;
    error = failed.code === 1 ? "denied" : "none";
    onFix(meanPosition(fixes), fixes.length, error);
    if (failed.code === 1) end();
  };
  const fresh = { enableHighAccuracy: true, maximumAge: 0, timeout: 20000 };
  const watch = navigator.geolocation.watchPosition(take, miss, fresh);
  // some browsers tell a watch only of movement: whoever stands still asks again
  const asking = setInterval(() => navigator.geolocation.getCurrentPosition(take, () => {}, fresh), 1500);
  const timer = setTimeout(() => end(), seconds * 1000);
  function end() {
    if (over) return;
    over = true;
    clearTimeout(timer);
    clearInterval(asking);
    navigator.geolocation.clearWatch(watch);
    follow();
    onEnd(meanPosition(fixes), error);
  }
  return end;
}

/** @type {Fix | null} */
let last = null;
let heard = 0; // when it came by this phone's own clock: satellites may tell another time than a clock that is wrong
/** @type {number | null} */
let following = null;
let asked = 0;

// Follows the place quietly while a visit is open, so that a photo can carry it without waiting; only where the
// person has allowed it before.
export async function follow() {
  if (following !== null || !navigator.geolocation) return;
  const mine = ++asked;
  const state = await navigator.permissions?.query({ name: "geolocation" }).then(
    (found) => found.state,
    () => "prompt",
  );
  if (state !== "granted" || mine !== asked) return; // the visit may have been left meanwhile
  following = navigator.geolocation.watchPosition(
    (found) => noteFix(fixOf(found)),
    () => {},
    { enableHighAccuracy: true, maximumAge: 10000 },
  );
}

export function unfollow() {
  asked += 1;
  if (following !== null) navigator.geolocation.clearWatch(following);
  following = null;
}

// The last fix, if it came within two minutes; none where the clock was set anew since: how old it is is not known.
/** @type {() => Fix | null} */
export const lastFix = () => (last && Math.abs(Date.now() - heard) < 120000 ? last : null);
/** @type {(fix: Fix) => void} */
export const noteFix = (fix) => {
  last = fix;
  heard = Date.now();
};
