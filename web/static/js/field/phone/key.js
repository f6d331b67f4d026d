// The key of a phone that stays signed in: asked for with the password, used where a session is over, given back.
import { call, NetError } from "../send/net.js";
import { device, meta, setMeta } from "../store.js";
import { dropPin, isOpen, keepSecret, noteEnded, pinOf, secretOf, setPin } from "./pin.js";

const json = { "Content-Type": "application/json" };
const FURTHER_MS = 86400e3; // a password that was given a day later gives further days

/** @type {(path: string, body: object, csrf?: string) => Promise<any>} */
const post = async (path, body, csrf = "") =>
  (await call(path, { method: "POST", headers: json, body: JSON.stringify(body), csrf, seconds: 30 })).data;

// What this phone is, for the list of who may end it.
function named() {
  const { userAgent } = navigator;
  const system = ["iPhone", "iPad", "Android", "Windows", "Macintosh", "Linux"].find((one) =>
    userAgent.includes(one),
  );
  const browser = ["Edg", "OPR", "Firefox", "Chrome", "Safari"].find((one) => userAgent.includes(one));
  return [system, browser].filter(Boolean).join(" · ");
}

/** @type {(csrf: string) => Promise<import("./pin.js").Secret>} */
async function asked(csrf) {
  const { phone, key, until } = await post("/field/phone", { device: await device(), name: named() }, csrf);
  return { phone, key, until };
}

// Sets the PIN of whoever is signed in with the password; a NetError where the server is not reached or refuses.
/** @type {(user: string, pin: string) => Promise<string>} */
export async function stay(user, pin) {
  const { data: token } = await call("/field/token", { seconds: 20 });
  if (token.user !== user || !token.signed_in) throw new NetError("sign-in");
  const secret = await asked(token.csrf);
  await setPin(user, pin, secret);
  return secret.until;
}

// Begins a new session with the key. False where there is none, or the PIN has not been given; a NetError of kind
// "sign-in" where the server takes it no longer. One tab at a time: of two keys only the later one is good.
/** @type {(user: string) => Promise<boolean>} */
export async function openAgain(user) {
  const ended = (await pinOf(user))?.ended;
  if (ended) throw new NetError("sign-in", { code: ended });
  if (!isOpen(user)) return false;
  return alone(async () => {
    const secret = await secretOf(user);
    if (!secret) return false;
    try {
      const { phone, key, until } = await post("/field/phone/open", { phone: secret.phone, key: secret.key });
      await keepSecret(user, { phone, key, until });
      return true;
    } catch (error) {
      if (error instanceof NetError && error.code.startsWith("PHONE-")) await noteEnded(user, error.code);
      throw error;
    }
  });
}

/** @type {<T>(work: () => Promise<T>) => Promise<T>} */
const alone = (work) => (navigator.locks ? navigator.locks.request("bts-field-key", work) : work());

// After the password was given again: a forgotten PIN falls, one that stands gets its seven days anew. True where the
// app may be shown without the PIN.
/** @type {(token: {user: string, csrf: string, signed_in: boolean, by_phone: boolean}) => Promise<boolean>} */
export async function passwordGiven({ user, csrf, signed_in, by_phone }) {
  if (!signed_in || by_phone) return false;
  const held = await pinOf(user);
  if (!held) return false;
  if ((await meta("pin-forgotten")) === user) {
    await dropPin(user);
    await setMeta("pin-forgotten", null);
    return true;
  }
  const full = Date.parse(held.until) - Date.now() > 7 * 86400e3 - FURTHER_MS;
  if (!isOpen(user) || (full && !held.ended)) return false;
  await alone(async () => keepSecret(user, await asked(csrf)));
  return false;
}

// Gives the staying signed in back: the server is told where it can be, the phone forgets the PIN in any case.
/** @type {(user: string, csrf: string) => Promise<void>} */
export async function giveBack(user, csrf) {
  const held = await pinOf(user);
  if (!held) return;
  if (csrf && !held.ended) await post("/field/phone/end", { phone: held.phone }, csrf).catch(() => null);
  await dropPin(user);
}
