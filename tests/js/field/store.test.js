import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import "../page.js";
import * as store from "../../../web/static/js/field/store.js";
import { empty } from "./begun.js";

const item = (id, { by = "an", state = "kept", tries = 0, seq = 0, photos = [] } = {}) => ({
  id,
  by,
  state,
  tries,
  inspection: "i1",
  structure: "s1",
  item: { seq, photos },
});
const putAll = (rows) =>
  store.write(["items"], async (tables) => {
    for (const row of rows) await store.ask(tables("items").put(row));
  });

beforeEach(empty);

test("every write asks for strict durability, in one transaction", async (t) => {
  const { prototype } = globalThis.IDBDatabase;
  const asked = t.mock.method(prototype, "transaction");
  await store.put("meta", { key: "k", value: 1 });
  assert.deepEqual(asked.mock.calls[0].arguments, [["meta"], "readwrite", { durability: "strict" }]);
  assert.equal(asked.mock.callCount(), 1);
});

test("a write that throws leaves nothing behind and is told with its cause", async () => {
  const broken = new Error("broken");
  await assert.rejects(
    store.write(["meta"], async (tables) => {
      await store.ask(tables("meta").put({ key: "half", value: 1 }));
      throw broken;
    }),
    (error) =>
      error instanceof store.StoreError && error.code === "FIELD-PHONE-STORE" && error.cause === broken,
  );
  assert.equal(await store.meta("half"), null);
});

test("a full disk is told as one", async () => {
  const full = new DOMException("no room", "QuotaExceededError");
  await assert.rejects(
    store.write(["meta"], async () => {
      throw full;
    }),
    { code: "FIELD-PHONE-FULL" },
  );
});

test("a database that was closed meanwhile is opened again", async (t) => {
  await store.put("meta", { key: "k", value: 1 });
  let left = 1;
  const { transaction } = globalThis.IDBDatabase.prototype;
  t.mock.method(globalThis.IDBDatabase.prototype, "transaction", function (...given) {
    if (left-- > 0) throw new DOMException("closing", "InvalidStateError");
    return transaction.apply(this, given);
  });
  assert.equal(await store.meta("k"), 1);
});

test("the queue: what failed less often comes first, then what is older; never another's, nor another state", async () => {
  await putAll([
    item("c", { seq: 3 }),
    item("a", { seq: 1, tries: 1 }),
    item("b", { seq: 2 }),
    item("x", { seq: 0, by: "ba" }),
    item("y", { seq: 0, state: "verified" }),
  ]);
  const ids = async (...given) => (await store.queued("items", "an", "kept", ...given)).map((row) => row.id);
  assert.deepEqual(await ids(10), ["b", "c", "a"]);
  assert.deepEqual(await ids(2), ["b", "c"]);
  assert.deepEqual(await ids(10, { tries: 1 }), ["a"]);
  const [first] = await store.queued("items", "an", "kept", 1);
  assert.deepEqual(await ids(10, { after: store.placeInQueue(first) }), ["c", "a"]);
  assert.equal(await store.waits("items", "an", "kept"), 3);
});

test("an item is found by each of its photos", async () => {
  await putAll([item("a", { photos: ["p", "q"] }), item("b", { photos: ["q"] })]);
  const held = async (photo) => (await store.all("items", "photo", photo)).map((row) => row.id);
  assert.deepEqual([await held("p"), await held("q"), await held("r")], [["a"], ["a", "b"], []]);
});

test("a phone is given its name once", async () => {
  const [first, second] = await Promise.all([store.device(), store.device()]);
  assert.equal(first, second);
  assert.equal(await store.device(), first);
});
