import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import "../../page.js";
import * as record from "../../../../web/static/js/field/record.js";
import { sha256OfItem } from "../../../../web/static/js/field/send/canonical.js";
import { photosOfOthers } from "../../../../web/static/js/field/send/photos.js";
import { askAfterVerified, settle } from "../../../../web/static/js/field/send/receipts.js";
import { countsOf } from "../../../../web/static/js/field/send/tally.js";
import * as store from "../../../../web/static/js/field/store.js";
import { begin, empty } from "../begun.js";

const HALF_A_DAY = 12 * 3600e3;
const SHA = "a".repeat(64);

async function recorded() {
  const visit = await begin();
  await record.record(visit, { kind: "reading", entry: "earthing", value: "8.4" });
  await record.record(visit, { kind: "photo", entry: "earthing", photos: [SHA] });
  return visit;
}
const receipt = async ({ item }, more) => ({
  id: item.id,
  sha256: await sha256OfItem(item),
  state: "verified",
  code: "",
  message: "",
  missing: [],
  ...more,
});
const states = async (visit) => (await record.rowsOf(visit.inspection)).map((row) => row.state);
const photoIs = (state, held) =>
  store.write(["photos", "blobs"], async (tables) => {
    tables("photos").put({ sha256: SHA, by: "an", state, tries: 0, bytes: 3, inspection: "" });
    if (held) tables("blobs").put({ sha256: SHA, blob: "…" });
  });

beforeEach(empty);

test("what the server had and no longer knows goes to it again, whatever it had said of it", async () => {
  for (const had of ["received", "verified", "aside"]) {
    const visit = await recorded();
    const rows = await record.rowsOf(visit.inspection);
    await settle(await Promise.all(rows.map((row) => receipt(row, { state: had, code: "X" }))));
    assert.deepEqual(await states(visit), [had, had, had]);
    await settle(await Promise.all(rows.map((row) => receipt(row, { state: "unknown", sha256: "" }))));
    assert.deepEqual(await states(visit), ["kept", "kept", "kept"]);
    assert.deepEqual(countsOf(await record.visitOf(visit.inspection)), {
      kept: 3,
      received: 0,
      verified: 0,
      aside: 0,
    });
  }
});

test("a photo that the server lost goes again where the phone has it, and is told as gone where not", async () => {
  for (const [held, state, own] of [
    [true, "kept", "received"],
    [false, "lost", "received"],
  ]) {
    const visit = await recorded();
    const photo = (await record.rowsOf(visit.inspection)).at(-1);
    await photoIs("returned", held);
    await settle([await receipt(photo)]);
    await settle([await receipt(photo, { state: "received", missing: [SHA] })]);
    assert.equal((await states(visit)).at(-1), own);
    assert.equal((await store.get("photos", SHA)).state, state);
    await store.remove("blobs", SHA);
  }
});

test("what is verified is asked after once in half a day, and sent again where the server lacks it", async () => {
  const visit = await recorded();
  const rows = await record.rowsOf(visit.inspection);
  await settle(await Promise.all(rows.map((row) => receipt(row))));
  const asked = [];
  let answer = "verified";
  globalThis.fetch = async (_url, { body }) => {
    const { ids } = JSON.parse(body);
    asked.push(ids.length);
    const receipts = await Promise.all(
      rows.filter((row) => ids.includes(row.id)).map((row) => receipt(row, { state: answer })),
    );
    return new Response(JSON.stringify({ receipts }), { headers: { "Content-Type": "application/json" } });
  };
  const run = { by: "an", csrf: "", device: "", done: 0, photos: 0, trouble: 0, tell() {} };
  await askAfterVerified(run, HALF_A_DAY * 9); // the first time it was verified just now
  assert.deepEqual(asked, []);
  await askAfterVerified(run, HALF_A_DAY * 10);
  await askAfterVerified(run, HALF_A_DAY * 10 + 60e3);
  assert.deepEqual(asked, [3]);
  assert.deepEqual(await states(visit), ["verified", "verified", "verified"]);
  answer = "unknown";
  await askAfterVerified(run, HALF_A_DAY * 11 + 60e3);
  assert.deepEqual(asked, [3, 3]);
  assert.deepEqual(await states(visit), ["kept", "kept", "kept"]);
});

test("a photo that another person of the phone chose, too, goes with whose item waits for it", async () => {
  const visit = await recorded();
  const photo = (await record.rowsOf(visit.inspection)).at(-1);
  await settle([await receipt(photo, { state: "received", missing: [SHA] })]);
  const others = async (by) => (await photosOfOthers({ by })).map((one) => one.sha256);
  await photoIs("kept", true); // by "an"
  assert.deepEqual(await others("an"), []); // its own queue has it
  const [chosen] = await store.all("photos");
  await store.put("photos", { ...chosen, by: "binh" });
  assert.deepEqual(await others(photo.by), [SHA]);
  assert.deepEqual(await others("chi"), []);
  await store.put("photos", { ...chosen, by: "binh", state: "returned" });
  assert.deepEqual(await others(photo.by), []);
});
