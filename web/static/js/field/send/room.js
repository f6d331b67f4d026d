// Room on the phone: the bytes of photos that the server has may go.
import { ask, read, write } from "../store.js";
import { LARGEST_BATCH } from "./receipts.js";

// Lets go of the bytes of photos whose hash the server returned and whose every item it has verified. The small
// picture and the receipt stay. Returns {photos, bytes}.
export async function freeVerified() {
  const found = { photos: 0, bytes: 0 };
  const held = await read(["blobs"], (store) => ask(store("blobs").getAllKeys()));
  for (let from = 0; from < held.length; from += LARGEST_BATCH) {
    // parts: a recording need not wait for all of it
    await write(["items", "photos", "blobs"], async (store) => {
      await Promise.all(
        held.slice(from, from + LARGEST_BATCH).map(async (sha) => {
          const [photo, items] = await Promise.all([
            ask(store("photos").get(sha)),
            ask(store("items").index("photo").getAll(sha)),
          ]);
          if (photo?.state !== "returned" || !items.length || items.some((row) => row.state !== "verified"))
            return;
          store("blobs").delete(sha);
          found.photos += 1;
          found.bytes += photo.bytes;
        }),
      );
    });
  }
  return found;
}
