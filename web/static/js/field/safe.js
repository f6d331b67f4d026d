// Writing that cannot fail for good: what could not be written (a full disk, a browser that gave up) stays in hand,
// on the screen, and is tried again in its order until it stands on the phone.
import { StoreError } from "./store.js";

const AGAIN_MS = 4000;
const LOOK_MS = 200;
/** @type {{work: () => Promise<any>, resolve: (result: any) => void, reject: (error: unknown) => void}[]} */
const waiting = [];
let pumping = false;
/** @type {number | undefined} */
let timer;
/** @type {() => Promise<number>} */
let makeRoom = async () => 0;
/** @type {(count: number, code: string) => void} */
let told = () => {};
let why = "FIELD-PHONE-STORE";

// `room` frees what may be freed and returns how many bytes; `change(count, code)` hears of what is not written yet.
/** @type {(duties: {room: () => Promise<number>, change: (count: number, code: string) => void}) => void} */
export function guardWrites({ room, change }) {
  makeRoom = room;
  told = change;
  window.addEventListener("beforeunload", (event) => {
    if (waiting.length) event.preventDefault();
  });
}

export const unwritten = () => waiting.length;
export const unwrittenCode = () => why; // why the first in line could not be written

// Resolves with the result when `work` has written; other errors than the store's are thrown at once.
/** @type {<T>(work: () => Promise<T>) => Promise<T>} */
export function surely(work) {
  return new Promise((resolve, reject) => {
    waiting.push({ work, resolve, reject });
    if (!timer) pump(); // while a wait is on, the first one in line has to succeed first
  });
}

/** @type {(work: Promise<void>) => Promise<void>} ends with `work`, or as soon as something cannot be written meanwhile */
export async function endedOrStuck(work) {
  let ended = false;
  const end = work.finally(() => {
    ended = true;
  });
  while (!ended && !(timer && waiting.length))
    await Promise.race([end, new Promise((done) => setTimeout(done, LOOK_MS))]);
  if (ended) await end;
}

export function tryNow() {
  clearTimeout(timer);
  timer = undefined;
  return pump();
}

async function pump() {
  if (pumping) return;
  pumping = true;
  let freed = false;
  let failed = "";
  while (waiting.length) {
    const [head] = waiting;
    try {
      const result = await head.work();
      waiting.shift();
      head.resolve(result);
      freed = false;
    } catch (error) {
      if (!(error instanceof StoreError)) {
        waiting.shift();
        head.reject(error);
      } else if (!freed && error.code === "FIELD-PHONE-FULL" && (await makeRoom().catch(() => 0)) > 0) {
        freed = true;
      } else {
        failed = error.code;
        break;
      }
    }
  }
  pumping = false;
  if (failed) why = failed;
  if (failed)
    timer = setTimeout(() => {
      timer = undefined;
      pump();
    }, AGAIN_MS);
  told(waiting.length, failed);
}
