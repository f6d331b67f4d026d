import assert from "node:assert/strict";
import { test } from "node:test";
import "../page.js";
import { guardWrites, surely, tryNow, unwritten, unwrittenCode } from "../../../web/static/js/field/safe.js";
import { StoreError } from "../../../web/static/js/field/store.js";

const full = () => new StoreError("FIELD-PHONE-FULL");

test("what cannot be written stays in hand, in its order, until it stands on the phone", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const [written, told] = [[], []];
  guardWrites({ room: async () => 0, change: (count, code) => told.push([count, code]) });
  let room = false;
  const write = (name) => async () => {
    if (!room) throw full();
    written.push(name);
    return name;
  };
  const both = Promise.all([surely(write("first")), surely(write("second"))]);
  await new Promise((done) => setImmediate(done));
  assert.deepEqual([written, unwritten(), unwrittenCode()], [[], 2, "FIELD-PHONE-FULL"]);
  assert.deepEqual(told.at(-1), [2, "FIELD-PHONE-FULL"]);
  room = true;
  await tryNow();
  assert.deepEqual(await both, ["first", "second"]);
  assert.deepEqual([written, unwritten()], [["first", "second"], 0]);
});

test("room is made once for a full disk before anybody has to wait", async () => {
  let freed = 0;
  guardWrites({ room: async () => (freed += 1), change: () => {} });
  let tries = 0;
  const result = await surely(async () => {
    tries += 1;
    if (tries === 1) throw full();
    return "stands";
  });
  assert.deepEqual([result, tries, freed], ["stands", 2, 1]);
});

test("another error than the store's is thrown at once and holds nobody up", async () => {
  guardWrites({ room: async () => 0, change: () => {} });
  await assert.rejects(
    surely(async () => {
      throw new TypeError("a fault of ours");
    }),
    TypeError,
  );
  assert.equal(await surely(async () => "next"), "next");
});
