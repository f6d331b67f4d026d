import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import "../../page.js";
import { clearPhone } from "../../../../web/static/js/field/phone/leave.js";
import * as record from "../../../../web/static/js/field/record.js";
import { rescueFile } from "../../../../web/static/js/field/send/rescue.js";
import * as store from "../../../../web/static/js/field/store.js";
import { begin, empty } from "../begun.js";

const [WHOLE, GONE] = ["a".repeat(64), "b".repeat(64)];

const photo = (sha256, blob, state = "kept") =>
  store.write(["photos", "blobs"], async (tables) => {
    tables("photos").put({ sha256, by: "an", state, tries: 0, bytes: 3, type: "image/jpeg", inspection: "" });
    if (blob) tables("blobs").put({ sha256, blob });
  });
async function listed(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const [name, size] = [
    new DataView(bytes.buffer).getUint16(26, true),
    new DataView(bytes.buffer).getUint32(22, true),
  ];
  return JSON.parse(new TextDecoder().decode(bytes.subarray(30 + name, 30 + name + size)));
}

beforeEach(empty);

test("a photo that the browser no longer gives keeps nothing else from being rescued", async () => {
  const visit = await begin();
  await record.record(visit, { kind: "photo", photos: [WHOLE, GONE] });
  await photo(WHOLE, new Blob(["xyz"], { type: "image/jpeg" }));
  await photo(GONE, "not to be read");
  const said = await listed(await rescueFile());
  assert.equal(said.items.length, 2);
  assert.deepEqual(
    said.photos.map(({ sha256, file }) => [sha256, file]),
    [
      [WHOLE, `photos/${WHOLE}.jpg`],
      [GONE, ""],
    ],
  );
});

test("a phone is not cleared of a photo that came to wait since it was looked at, though its item is there", async () => {
  const visit = await begin();
  await record.record(visit, { kind: "photo", photos: [WHOLE] });
  const here = async () => (await record.rowsOf(visit.inspection)).length;
  assert.equal(await clearPhone(), false);
  await store.write(["items", "visits"], async (tables) => {
    for (const row of await store.ask(tables("items").getAll()))
      tables("items").put({ ...row, state: "received" });
    const row = await store.ask(tables("visits").get(visit.inspection));
    tables("visits").put({ ...row, counts: { kept: 0, received: 2, verified: 0, aside: 0 } });
  });
  await photo(WHOLE, new Blob(["xyz"]));
  assert.equal(await clearPhone(), false);
  assert.equal(await here(), 2);
  await photo(WHOLE, null, "returned");
  assert.equal(await clearPhone(), true);
  assert.equal(await here(), 0);
});
