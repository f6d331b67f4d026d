import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import "../page.js";
import * as record from "../../../web/static/js/field/record.js";
import { archive } from "../../../web/static/js/field/send/archive.js";
import { sha256OfItem } from "../../../web/static/js/field/send/canonical.js";
import { countsOf } from "../../../web/static/js/field/send/tally.js";
import * as store from "../../../web/static/js/field/store.js";
import { begin, empty } from "./begun.js";

const verify = (rows) =>
  store.write(["items", "visits"], async (tables) => {
    for (const row of rows) tables("items").put({ ...row, state: "verified" });
    const visit = await store.ask(tables("visits").get(rows[0].inspection));
    const counts = { kept: 0, received: 0, verified: rows.length, aside: 0 };
    await store.ask(tables("visits").put({ ...visit, counts }));
  });

beforeEach(empty);

test("what is recorded stands on the phone in its order, counted, with what was typed let go", async () => {
  const visit = await begin();
  await record.keepDraft(visit, "earthing", "8,");
  await record.record(
    visit,
    { kind: "reading", entry: "earthing", value: "8,4", raw: "8,4" },
    { draft: record.draftKey(visit, "earthing") },
  );
  await record.finishVisit(visit, "xong");
  const rows = await record.rowsOf(visit.inspection);
  assert.deepEqual(
    rows.map((row) => [row.kind, row.item.seq, row.state]),
    [
      ["start", 1, "kept"],
      ["reading", 2, "kept"],
      ["finish", 3, "kept"],
    ],
  );
  assert.deepEqual(await record.draftsOf(visit.inspection), {});
  const held = await record.visitOf(visit.inspection);
  assert.equal(countsOf(held).kept, 3);
  assert.equal(held.finished_at, rows[2].item.recorded_at);
});

test("many at once get numbers of their own, in the order they were recorded", async () => {
  const visit = await begin();
  await Promise.all(
    Array.from({ length: 20 }, (_, k) => record.record(visit, { kind: "reading", entry: `e${k}` })),
  );
  const rows = await record.rowsOf(visit.inspection);
  assert.deepEqual(
    rows.map((row) => row.item.seq),
    Array.from({ length: 21 }, (_, k) => k + 1),
  );
  assert.deepEqual(
    rows.slice(1).map((row) => row.entry),
    Array.from({ length: 20 }, (_, k) => `e${k}`),
  );
});

test("a correction stands in the place of what it names, and nothing is taken away", async () => {
  const visit = await begin();
  const first = await record.record(visit, { kind: "reading", entry: "e", value: "1" });
  const second = await record.record(visit, { kind: "reading", entry: "e", value: "2", replaces: first.id });
  const rows = await record.rowsOf(visit.inspection);
  assert.equal(rows.length, 3);
  assert.deepEqual(
    record.standing(rows).map((row) => row.id),
    [rows[0].id, second.id],
  );
});

test("half a character that a keyboard left is recorded as one that can be written", async () => {
  const row = await record.record(await begin(), { kind: "note", note: "x\ud83d" });
  assert.equal(row.item.note, "x\ufffd");
});

test("a place travels as text, so that both sides hash the same", () => {
  const place = record.placeOf({ lon: 106.19, lat: 21.27, accuracy_m: 5, at: 0 });
  assert.deepEqual(
    [place.lon, place.lat, place.accuracy_m, place.fixes],
    ["106.1900000", "21.2700000", "5.0", 1],
  );
  assert.equal(record.placeOf(null), null);
});

test("what the server has verified long ago leaves its proof, and nothing else leaves at all", async () => {
  const old = await begin();
  await record.finishVisit(old);
  await verify(await record.rowsOf(old.inspection));
  const fresh = await begin();
  await record.finishVisit(fresh);
  const rows = await record.rowsOf(old.inspection);
  const later = Date.now() + 31 * 86_400_000;
  assert.equal(await archive({ now: Date.now() }), 0); // within its days
  assert.equal(await archive({ now: later }), 2);
  assert.equal(await archive({ now: later }), 0);
  const proofs = await store.all("proofs", "inspection", old.inspection);
  assert.deepEqual(
    Object.fromEntries(proofs.map((proof) => [proof.id, proof.sha256])),
    Object.fromEntries(await Promise.all(rows.map(async (row) => [row.id, await sha256OfItem(row.item)]))),
  );
  assert.equal((await record.rowsOf(old.inspection)).length, 0);
  assert.equal((await record.rowsOf(fresh.inspection)).length, 2); // kept: not verified
  assert.equal((await record.visitOf(old.inspection)).archived, 2);
});

test("an item whose photo still lies on the phone is not let go", async () => {
  const visit = await begin();
  await record.record(visit, { kind: "photo", photos: ["aa"] });
  await record.finishVisit(visit);
  await verify(await record.rowsOf(visit.inspection));
  await store.put("blobs", { sha256: "aa", blob: "bytes" });
  assert.equal(await archive({ now: Date.now() + 31 * 86_400_000 }), 2);
  assert.deepEqual(
    (await record.rowsOf(visit.inspection)).map((row) => row.kind),
    ["photo"],
  );
});
