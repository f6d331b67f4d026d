import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import "../../page.js";
import { checkCounts, countsOf, sums, tally } from "../../../../web/static/js/field/send/tally.js";
import * as store from "../../../../web/static/js/field/store.js";
import { empty } from "../begun.js";

const visit = { inspection: "i1", structure: "s1", by: "an", started_at: "2026-11-26T08:00:00+07:00" };
const item = (id, state) => ({
  id,
  by: "an",
  state,
  tries: 0,
  inspection: "i1",
  item: { seq: 1, photos: [] },
});
const note = (moves, options) =>
  store.write(["visits"], (tables) => tally(tables, moves, options).then(() => undefined));

beforeEach(empty);

test("an item is counted where it stands: it leaves one state as it enters the next", async () => {
  await note(
    [
      { inspection: "i1", to: "kept" },
      { inspection: "i1", to: "kept" },
    ],
    { visit },
  );
  await note([{ inspection: "i1", from: "kept", to: "received" }]);
  await note([{ inspection: "i1", from: "received", to: "verified" }]);
  assert.deepEqual(countsOf(await store.get("visits", "i1")), {
    kept: 1,
    received: 0,
    verified: 1,
    aside: 0,
  });
});

test("the sums tell one's own states apart from what others have on this phone", () => {
  const rows = [
    { ...visit, counts: { kept: 2, received: 1, verified: 4, aside: 1 } },
    { ...visit, by: "ba", counts: { kept: 3, verified: 5 } },
  ];
  assert.deepEqual(sums(rows, "an"), {
    kept: 2,
    received: 1,
    verified: 4,
    aside: 1,
    others: 3, // of five the office has all
    unverified: 7,
  });
});

test("numbers that are not what the items say are put right, and right ones left alone", async () => {
  await store.put("visits", { ...visit, counts: { kept: 5, received: 0, verified: 0, aside: 0 } });
  await store.put("items", item("a", "kept"));
  await store.put("items", item("b", "verified"));
  assert.equal(await checkCounts(), false);
  assert.deepEqual(countsOf(await store.get("visits", "i1")), {
    kept: 1,
    received: 0,
    verified: 1,
    aside: 0,
  });
  assert.equal(await checkCounts(), true);
});

test("what was let go after it was verified still counts as verified", async () => {
  await store.put("visits", {
    ...visit,
    archived: 3,
    counts: { kept: 0, received: 0, verified: 0, aside: 0 },
  });
  await store.put("items", item("a", "verified"));
  assert.equal(await checkCounts(), false);
  assert.equal(countsOf(await store.get("visits", "i1")).verified, 4);
});

test("a visit whose row is gone is still a visit", async () => {
  await store.put("items", {
    ...item("a", "kept"),
    item: { seq: 1, photos: [], structure: "s1", recorded_at: "x" },
  });
  await store.put("visits", { ...visit, inspection: "other", counts: {} });
  await checkCounts();
  const found = await store.get("visits", "i1");
  assert.equal(found.structure, "s1");
  assert.equal(countsOf(found).kept, 1);
});
