// The rescue file: everything on this phone that the server has not verified, items and photos, in one .zip.

import { all, device, get, queued } from "../store.js";
import { moment } from "./canonical.js";
import { zip } from "./zip.js";

/** @type {Record<string, string>} */
const ENDING = { "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/heic": "heic" };

// Everybody's rows of a queue in these states.
/** @type {(name: string, states: string[]) => Promise<any[]>} */
async function unsettled(name, states) {
  const people = new Set((await all("visits")).map((visit) => visit.by));
  const found = [];
  for (const by of people) for (const state of states) found.push(...(await queued(name, by, state)));
  return found;
}

// The bytes of a photo; null where the browser no longer gives them: one that is gone keeps no other from being rescued.
/** @type {(sha256: string) => Promise<{blob: Blob} | null>} */
async function readable(sha256) {
  try {
    const held = await get("blobs", sha256);
    await held?.blob.arrayBuffer();
    return held ?? null;
  } catch {
    return null;
  }
}

// Everybody's unsent work: each item says in `by` who recorded it. Null where there is nothing.
export async function rescueFile() {
  const rows = (await unsettled("items", ["kept", "received", "aside"])).sort(
    (a, b) => a.item.seq - b.item.seq,
  );
  const loose = await unsettled("photos", ["kept", "lost"]);
  const wanted = new Set([...rows.flatMap((row) => row.item.photos), ...loose.map((photo) => photo.sha256)]);
  if (!rows.length && !wanted.size) return null;
  /** @type {[string, Blob][]} */
  const files = [];
  const photos = [];
  for (const sha of wanted) {
    const [known, held] = [await get("photos", sha), await readable(sha)];
    const name = held ? `photos/${sha}.${ENDING[held.blob.type] ?? "jpg"}` : "";
    photos.push({
      sha256: sha,
      type: known?.type ?? "",
      bytes: known?.bytes ?? 0,
      by: known?.by ?? "",
      file: name,
    });
    if (held) files.push([name, held.blob]);
  }
  const said = {
    format: "bts-field-rescue",
    version: 1,
    device: await device(),
    made_at: moment(),
    sent_at: moment(),
    items: rows.map((row) => row.item),
    by: Object.fromEntries(rows.map((row) => [row.id, row.by])),
    photos,
  };
  const text = new Blob([JSON.stringify(said, null, 1)], { type: "application/json" });
  return zip([["items.json", text], ...files]);
}

// Gives a file to the phone's own way of sharing where it takes this kind, else puts it among the downloads.
/** @type {(blob: Blob, name: string) => Promise<string>} */
export async function handOver(blob, name) {
  const file = new File([blob], name, { type: blob.type });
  if (navigator.canShare?.({ files: [file] }) && window.matchMedia("(pointer: coarse)").matches) {
    try {
      await navigator.share({ files: [file], title: name });
      return "shared";
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return "";
    }
  }
  const url = URL.createObjectURL(blob);
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
  return "saved";
}
