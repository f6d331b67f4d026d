// The PIN of this phone: it opens the app, also without a network, and seals the key with which the phone stays signed in.
// What was recorded is not sealed by it: a PIN that is forgotten or was given wrongly too often costs nothing but the
// password.
import { ask, get, put, remove, write } from "../store.js";

export const LEAST = 6; // digits
export const MOST_WRONG = 10;
const ROUNDS = 600_000; // of PBKDF2 with SHA-256, as OWASP asks for
const WAITS_S = [0, 0, 0, 0, 0, 30, 60, 300, 900, 1800]; // after so many wrong ones

/**
 * @typedef {{phone: string, key: string, until: string}} Secret what the server gave: which phone, its key, until when
 * @typedef {{key: string, user: string, salt: Uint8Array<ArrayBuffer>, iv: Uint8Array<ArrayBuffer>, sealed: ArrayBuffer | null, phone: string, until: string, tries: number, notBefore: number, ended: string}} Pin
 */

/** @type {(user: string) => string} */
const nameOf = (user) => `pin/${user}`;

/** @type {{user: string, wrapping: CryptoKey} | null} */
let opened = null;

/** @type {(user: string) => Promise<Pin | null>} */
export const pinOf = async (user) => (await get("meta", nameOf(user))) ?? null;

/** @type {(user: string) => boolean} */
export const isOpen = (user) => opened?.user === user;

// The app is put away: what the PIN opened is shut until it is given again.
export function shut() {
  opened = null;
}

/** @type {(pin: string, salt: Uint8Array<ArrayBuffer>) => Promise<CryptoKey>} */
async function wrappingOf(pin, salt) {
  const typed = await crypto.subtle.importKey("raw", new TextEncoder().encode(pin), "PBKDF2", false, [
    "deriveKey",
  ]);
  return crypto.subtle.deriveKey(
    { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS },
    typed,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt", "decrypt"],
  );
}

/** @type {(wrapping: CryptoKey, secret: Secret) => Promise<{iv: Uint8Array<ArrayBuffer>, sealed: ArrayBuffer}>} */
async function seal(wrapping, secret) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const text = new TextEncoder().encode(JSON.stringify(secret));
  return { iv, sealed: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, wrapping, text) };
}

// Sets a PIN, or another one, over what the server gave.
/** @type {(user: string, pin: string, secret: Secret) => Promise<void>} */
export async function setPin(user, pin, secret) {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const wrapping = await wrappingOf(pin, salt);
  const { phone, until } = secret;
  await put("meta", {
    key: nameOf(user),
    user,
    salt,
    ...(await seal(wrapping, secret)),
    phone,
    until,
    tries: 0,
    notBefore: 0,
    ended: "",
  });
  opened = { user, wrapping };
}

// Tries a PIN: {open}, else how many tries are left and how long the next has to wait. A try counts before it is known
// whether it is right, so that ending the app saves none; after the last wrong one only the password opens.
/** @type {(user: string, pin: string) => Promise<{open: boolean, left: number, waitS: number}>} */
export async function openWith(user, pin) {
  const held = await write(["meta"], async (store) => {
    /** @type {Pin | undefined} */
    const row = await ask(store("meta").get(nameOf(user)));
    if (!row?.sealed || row.notBefore > Date.now()) return row ?? null;
    store("meta").put({ ...row, tries: row.tries + 1 });
    return { ...row, tried: true };
  });
  if (!held?.sealed) return { open: false, left: 0, waitS: 0 };
  if (!("tried" in held)) return waitOf(held.tries, held.notBefore);
  const wrapping = await wrappingOf(pin, held.salt);
  const right = await unsealed(held, wrapping);
  const tries = held.tries + 1;
  const notBefore = right ? 0 : Date.now() + 1000 * (WAITS_S[tries] ?? 0);
  await write(["meta"], async (store) => {
    const row = await ask(store("meta").get(nameOf(user)));
    if (right) store("meta").put({ ...row, tries: 0, notBefore: 0 });
    else store("meta").put({ ...row, notBefore, sealed: tries >= MOST_WRONG ? null : row.sealed });
  });
  if (right) opened = { user, wrapping };
  return right ? { open: true, left: MOST_WRONG, waitS: 0 } : waitOf(tries, notBefore);
}

/** @type {(tries: number, notBefore: number) => {open: boolean, left: number, waitS: number}} */
const waitOf = (tries, notBefore) => ({
  open: false,
  left: Math.max(0, MOST_WRONG - tries),
  waitS: Math.max(0, Math.ceil((notBefore - Date.now()) / 1000)),
});

/** @type {(held: Pin, wrapping: CryptoKey) => Promise<Secret | null>} */
async function unsealed(held, wrapping) {
  if (!held.sealed) return null;
  try {
    const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv: held.iv }, wrapping, held.sealed);
    return JSON.parse(new TextDecoder().decode(text));
  } catch {
    return null; // another PIN
  }
}

// What the server gave, where the PIN has been given; null where not, or where the server took it back.
/** @type {(user: string) => Promise<Secret | null>} */
export async function secretOf(user) {
  const held = await pinOf(user);
  return held && opened?.user === user && !held.ended ? unsealed(held, opened.wrapping) : null;
}

// Puts what the server gives next in the place of what it gave before, under the same PIN.
/** @type {(user: string, secret: Secret) => Promise<void>} */
export async function keepSecret(user, secret) {
  if (opened?.user !== user) return;
  const made = await seal(opened.wrapping, secret);
  await write(["meta"], async (store) => {
    const row = await ask(store("meta").get(nameOf(user)));
    if (row) store("meta").put({ ...row, ...made, phone: secret.phone, until: secret.until, ended: "" });
  });
}

// The server takes the key no longer (`code` says why); the PIN still opens the app.
/** @type {(user: string, code: string) => Promise<void>} */
export const noteEnded = (user, code) =>
  write(["meta"], async (store) => {
    const row = await ask(store("meta").get(nameOf(user)));
    if (row) store("meta").put({ ...row, ended: code });
  });

/** @type {(user: string) => Promise<void>} */
export async function dropPin(user) {
  await remove("meta", nameOf(user));
  if (opened?.user === user) opened = null;
}
