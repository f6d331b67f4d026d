// Photos go after the items: a copy for the screen of each large one, so that the office sees it at once, then the
// untouched originals, the smallest first. One that the line breaks off does not hold up the others.

import { screenCopy } from "../photos.js";
import { ask, get, meta, read, write } from "../store.js";
import { call, NetError } from "./net.js";
import { sendInParts } from "./parts.js";
import { askReceipts, LARGEST_BATCH, noted, parts, TROUBLE } from "./receipts.js";

/** @typedef {import("./receipts.js").Run} Run */

const PHOTOS_AT_ONCE = 10; // after so many it is asked what became of their items
export const AT_ONCE = 256 << 10; // bytes of a photo that goes in one piece, and is its own copy

/** @type {Set<string>} */
const cut = new Set(); // broken off under way since the app was opened: they come after the others

// Whether originals wait for Wi-Fi: the inspector chose so, and the phone says that it is on a mobile network.
/** @type {() => Promise<boolean>} */
export const waitsForWifi = async () => (await meta("originals")) === "wifi" && onMobile();

/** @type {() => string | undefined} */
const lineOf = () => /** @type {any} */ (navigator).connection?.type;

const onMobile = () => lineOf() === "cellular";

// Whether this browser tells Wi-Fi from a mobile network: else the choice would do nothing.
export const tellsWifi = () => lineOf() !== undefined;

/** @type {(run: Run) => Promise<void>} */
export async function sendCopies(run) {
  for await (const waiting of parts("photos", run.by, "kept", () => PHOTOS_AT_ONCE)) {
    for (const photo of waiting) {
      if (photo.copied || photo.bytes <= AT_ONCE || run.sent.has(`copy/${photo.sha256}`)) continue;
      const held = await get("blobs", photo.sha256);
      const copy = held && (await screenCopy(held.blob));
      try {
        if (copy) await put(`/field/photos/${photo.sha256}/copy`, run, copy, "image/jpeg");
      } catch (error) {
        // the original follows in any case: what the server makes of one copy holds up nothing
        if (!(error instanceof NetError) || !["refused", "busy"].includes(error.kind)) throw error;
        if (error.status === 429 || error.status === 503) throw error; // asked to wait
      }
      if (!(await markPhoto(run, photo.sha256, { copied: true }))) run.sent.add(`copy/${photo.sha256}`);
    }
  }
}

/** @type {(run: Run, options?: {all?: boolean}) => Promise<void>} */
export async function sendPhotos(run, { all = false } = {}) {
  const thrifty = !all && (await waitsForWifi());
  const left = [];
  let held = 0; // originals that wait for Wi-Fi
  for await (const waiting of parts("photos", run.by, "kept", () => PHOTOS_AT_ONCE)) {
    const now = waiting.filter((photo) => !cut.has(photo.sha256));
    left.push(...waiting.filter((photo) => cut.has(photo.sha256)));
    const small = thrifty ? now.filter((photo) => photo.bytes <= AT_ONCE) : now;
    held += now.length - small.length;
    await sendSome(run, small);
  }
  const chosen = await photosOfOthers(run);
  const soon = thrifty ? chosen.filter((photo) => photo.bytes <= AT_ONCE) : chosen;
  held += chosen.length - soon.length;
  await sendSome(run, soon);
  if (!thrifty) await sendSome(run, left);
  run.tell({ held: held + (thrifty ? left.length : 0) });
}

// A photo of the gallery that two people of one phone chose is the first one's in the queue: the second one's items do
// not wait for the first to sign in.
/** @type {(run: Run) => Promise<PhotoRow[]>} */
export async function photosOfOthers(run) {
  const wanted = new Set();
  for await (const rows of parts("items", run.by, "received", () => LARGEST_BATCH))
    for (const row of rows) for (const sha of row.missing ?? []) wanted.add(sha);
  const photos = await read(["photos"], (store) =>
    Promise.all([...wanted].map((sha) => ask(store("photos").get(sha)))),
  );
  return photos.filter((photo) => photo?.state === "kept" && photo.by !== run.by);
}

/** @type {(run: Run, photos: PhotoRow[]) => Promise<void>} */
async function sendSome(run, photos) {
  const returned = [];
  for (const photo of photos.filter((one) => !run.sent.has(one.sha256))) {
    // as many are under way as one may have: those that a line broke off are finished before another is begun
    if (run.many && cut.size && photo.bytes > AT_ONCE && !cut.has(photo.sha256)) continue;
    const held = await get("blobs", photo.sha256);
    if (!held) {
      await markPhoto(run, photo.sha256, { state: "lost", code: "FIELD-PHONE-PHOTO-GONE" });
      continue;
    }
    try {
      const data = await sendPhoto(run, photo, held.blob);
      if (data === null) {
        await markPhoto(run, photo.sha256, { state: "lost", code: "FIELD-PHONE-PHOTO-GONE" });
        continue;
      }
      if (data.sha256 !== photo.sha256) throw new NetError("refused", { code: "FIELD-PHOTO-HASH" });
      cut.delete(photo.sha256);
      const marked = await markPhoto(run, photo.sha256, { state: "returned", code: "", message: "" });
      if (!marked) run.sent.add(photo.sha256);
      returned.push(photo.sha256);
      run.photos += 1;
      run.trouble = 0;
      run.tell({ photosDone: run.photos });
    } catch (error) {
      if (error instanceof NetError && error.kind === "offline" && photo.bytes > AT_ONCE)
        cut.add(photo.sha256);
      if (!(error instanceof NetError) || !["refused", "busy"].includes(error.kind)) throw error;
      if (error.status === 429 || error.status === 503) throw error;
      await markPhoto(run, photo.sha256, {
        tries: photo.tries + 1,
        code: error.code || `HTTP ${error.status}`,
        message: error.said,
      });
      run.many ||= error.code === "FIELD-UPLOAD-MANY";
      run.trouble = error.kind === "busy" ? run.trouble + 1 : 0;
      if (run.trouble >= TROUBLE) throw error;
    }
  }
  await askReceipts(run, await idsWith(run, returned)); // a network that breaks before the last photo leaves these settled
}

/** @type {(url: string, run: Run, blob: Blob, type: string) => Promise<any>} */
async function put(url, run, blob, type) {
  const bytes = await blob.arrayBuffer(); // a body of its own, so that the send cannot change under way
  return (
    await call(url, {
      method: "PUT",
      headers: { "Content-Type": type, "X-Device": run.device, "X-By": encodeURIComponent(run.by) },
      body: bytes,
      csrf: run.csrf,
      seconds: 60 + bytes.byteLength / 4000,
    })
  ).data;
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
        told: ({ sent, size }) => run.tell({ photoShare: sent / size }),
      });
    return await put(`/field/photos/${photo.sha256}`, run, blob, photo.type);
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  } finally {
    run.tell({ photoShare: 0 });
  }
}

// A person's items that wait for these photos.
/** @type {(run: Run, photos: string[]) => Promise<string[]>} */
const idsWith = (run, photos) =>
  read(["items"], async (store) => {
    const rows = await Promise.all(photos.map((sha) => ask(store("items").index("photo").getAll(sha))));
    return [
      ...new Set(
        rows
          .flat()
          .filter((row) => row.state === "received" && row.by === run.by)
          .map((row) => row.id),
      ),
    ];
  });

/** @type {(run: Run, sha256: string, change: Partial<PhotoRow>) => Promise<boolean>} */
const markPhoto = (run, sha256, change) =>
  noted(run, () =>
    write(["photos"], async (store) => {
      const photo = await ask(store("photos").get(sha256));
      if (photo) store("photos").put({ ...photo, ...change });
    }),
  );
