// A file in parts: a part that is cut is sent again from where the server stands, and a file that was begun earlier, on
// another day or before the browser was closed, goes on. Every part bears its hash, the whole its own.
import { sha256Of } from "./hash.js";
import { call, NetError } from "./net.js";

const LEAST = 64 << 10;
const MOST = 4 << 20;
const QUICK_S = 4; // a part that was through sooner is followed by a larger one
const SLOW_S = 20;
const TRIES = 4; // for one place of the file, of what is not the network's fault
const json = { "Content-Type": "application/json" };

let part = 256 << 10; // as the line has proven; the next file begins with it

/** @type {(url: string, body: unknown, csrf: string, seconds: number) => Promise<any>} */
const post = async (url, body, csrf, seconds) =>
  (await call(url, { method: "POST", headers: json, body: JSON.stringify(body), csrf, seconds })).data;

// Sends `blob`, of which `about` says {kind, sha256, name, type, by, device}; resolves with what the server made of it.
// `told({sent, size, photos, of})` on the way. Throws NetError, and the browser's own error where the file cannot be read.
/**
 * @typedef {{sent: number, size: number, photos?: number, of?: number, resumed?: boolean}} Sent
 * @param {Blob} blob
 * @param {{kind: string, sha256: string, name?: string, type?: string, by?: string, device?: string}} about
 * @param {{url?: string, csrf?: string, told?: (state: Sent) => void}} [options]
 */
export async function sendInParts(blob, about, { url = "/field/uploads", csrf = "", told = () => {} } = {}) {
  const said = { ...about, size: blob.size };
  let state = await post(url, said, csrf, 60);
  if (state.finished) return state;
  told({ sent: state.received, size: blob.size, resumed: state.received > 0 });
  for (let tries = 0; state.received < blob.size; ) {
    const from = state.received;
    const bytes = new Uint8Array(await blob.slice(from, from + part).arrayBuffer());
    const began = performance.now();
    try {
      state = (
        await call(`${url}/${state.id}?offset=${from}`, {
          method: "PUT",
          body: bytes,
          csrf,
          seconds: 60 + bytes.length / 4000,
          headers: { "Content-Type": "application/octet-stream", "X-Part-SHA256": await sha256Of(bytes) },
        })
      ).data;
    } catch (error) {
      if (!(error instanceof NetError)) throw error;
      if (error.kind === "offline") part = Math.max(LEAST, part >> 1);
      if (error.kind !== "refused" || ++tries >= TRIES) throw error;
      if (error.status === 413 && part > LEAST)
        part = Math.max(LEAST, part >> 1); // some proxy on the way takes less
      else if (error.code === "FIELD-PART-OFFSET" || error.code === "FIELD-UPLOAD-UNKNOWN")
        state = await post(url, said, csrf, 60);
      else if (error.code !== "FIELD-PART-HASH") throw error;
      continue;
    }
    if (state.received > from) tries = 0;
    else if (++tries >= TRIES) throw new NetError("busy", { code: "FIELD-PART-OFFSET" });
    const took = (performance.now() - began) / 1000;
    if (took < QUICK_S) part = Math.min(MOST, part * 2);
    else if (took > SLOW_S) part = Math.max(LEAST, part >> 1);
    told({ sent: state.received, size: blob.size });
  }
  for (;;) {
    const done = await post(`${url}/${state.id}/done`, said, csrf, 180);
    if (done.finished) return { ...done, id: state.id };
    told({ sent: blob.size, size: blob.size, photos: done.photos, of: done.of });
  }
}
