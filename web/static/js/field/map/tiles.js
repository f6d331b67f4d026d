// The background of a pack on the phone: fetched in parts that are kept as they come, so that a line that breaks costs
// one part at most, and read from there by the map. It gives way to what is recorded whenever room is short.
import { ask, read, write } from "../store.js";

const PART = 512 * 1024;
const SECONDS = 60;

/** @typedef {{key: string, bytes: number, size: number, whole: boolean}} Held what lies on the phone of a background */

/** @type {(key: string, part: number) => string} */
const partKey = (key, part) => `${key}/${String(part).padStart(5, "0")}`;
/** @type {(key: string) => IDBKeyRange} */
const partsOf = (key) => IDBKeyRange.bound(`${key}/`, `${key}/~`);

/** @type {(key: string) => Promise<Held>} */
export async function heldOf(key) {
  return read(["tiles"], async (store) => {
    const about = await ask(store("tiles").get(key));
    if (!about) return { key, bytes: 0, size: 0, whole: false };
    const parts = await ask(store("tiles").getAllKeys(partsOf(key)));
    const bytes = Math.min(about.size, parts.length * PART);
    return { key, bytes, size: about.size, whole: parts.length === Math.ceil(about.size / PART) };
  });
}

/** @type {Map<string, Promise<Held>>} */
const fetching = new Map();

// Fetches what is still missing; `step(held)` after each part. Ends quietly where the network does: what came stays.
/** @type {(key: string, step?: (held: Held) => void) => Promise<Held>} */
export function fetchTiles(key, step = () => {}) {
  const going = fetching.get(key);
  if (going) return going;
  const one = missing(key, step).finally(() => fetching.delete(key));
  fetching.set(key, one);
  return one;
}

/** @type {(key: string, step: (held: Held) => void) => Promise<Held>} */
async function missing(key, step) {
  let held = await heldOf(key);
  while (!held.whole) {
    const have = new Set(await read(["tiles"], (store) => ask(store("tiles").getAllKeys(partsOf(key)))));
    let part = 0;
    while (have.has(partKey(key, part))) part += 1;
    const answer = await range(key, part * PART, (part + 1) * PART - 1);
    if (!answer) return held;
    const { size, from, data } = answer;
    await write(["tiles"], async (store) => {
      if (held.size && held.size !== size) store("tiles").delete(partsOf(key)); // another file under the same name: none of ours
      store("tiles").put({ key, size });
      for (let at = 0; at < data.byteLength; at += PART)
        await ask(
          store("tiles").put({ key: partKey(key, from / PART + at / PART), data: data.slice(at, at + PART) }),
        );
    });
    held = await heldOf(key);
    step(held);
  }
  return held;
}

/** @type {(key: string, from: number, to: number) => Promise<{size: number, from: number, data: ArrayBuffer} | null>} */
async function range(key, from, to) {
  try {
    const answer = await fetch(`/field/background/${key}.pmtiles`, {
      headers: { Range: `bytes=${from}-${to}` },
      credentials: "same-origin",
      cache: "no-store",
      redirect: "manual",
      signal: AbortSignal.timeout(SECONDS * 1000),
    });
    const data = answer.status === 206 || answer.status === 200 ? await answer.arrayBuffer() : null;
    if (!data) return null;
    if (answer.status === 200) return { size: data.byteLength, from: 0, data }; // something between us knows no ranges
    const said = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(answer.headers.get("Content-Range") ?? "");
    const sound = said && Number(said[1]) === from && data.byteLength === Number(said[2]) - from + 1;
    return sound ? { size: Number(said[3]), from, data } : null;
  } catch {
    return null;
  }
}

// Takes away the backgrounds that no pack asks for; with none wanted, all of them. Returns how many bytes went.
/** @type {(wanted?: Set<string>) => Promise<number>} */
export async function dropTiles(wanted = new Set()) {
  return write(["tiles"], async (store) => {
    let bytes = 0;
    for (const about of await ask(store("tiles").getAll())) {
      if (!("size" in about) || wanted.has(about.key)) continue;
      bytes += (await ask(store("tiles").count(partsOf(about.key)))) * PART;
      store("tiles").delete(partsOf(about.key));
      store("tiles").delete(about.key);
    }
    return bytes;
  });
}

// A background on the phone as what draws it reads it: bytes from a place on, a few parts kept at hand.
/** @type {(held: Held) => {getKey: () => string, getBytes: (offset: number, length: number) => Promise<{data: ArrayBuffer}>}} */
export function sourceOf({ key, size }) {
  /** @type {Map<number, Promise<ArrayBuffer>>} */
  const near = new Map();
  /** @type {(part: number) => Promise<ArrayBuffer>} */
  const take = (part) => {
    const found =
      near.get(part) ??
      read(["tiles"], (store) => ask(store("tiles").get(partKey(key, part)))).then((row) => {
        if (!row) throw new Error(`part ${part} of the background is gone`);
        return row.data;
      });
    near.delete(part);
    near.set(part, found);
    const [oldest] = near.keys();
    if (near.size > 12) near.delete(oldest);
    return found;
  };
  return {
    getKey: () => key,
    getBytes: async (offset, length) => {
      const end = Math.min(offset + length, size);
      const made = new Uint8Array(Math.max(end - offset, 0));
      for (let part = Math.floor(offset / PART); part * PART < end; part += 1) {
        const data = new Uint8Array(await take(part));
        const [from, to] = [Math.max(offset - part * PART, 0), Math.min(end - part * PART, PART)];
        made.set(data.subarray(from, to), part * PART + from - offset);
      }
      return { data: made.buffer };
    },
  };
}
