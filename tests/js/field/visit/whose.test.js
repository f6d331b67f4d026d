import assert from "node:assert/strict";
import test from "node:test";
import { words } from "../../page.js";

words({});
const { onceEach } = await import("../../../../web/static/js/field/visit/whose.js");

test("what was kept before one failed is not made a second time", async () => {
  const made = [];
  let full = true;
  const keep = onceEach(async (answer, first) => {
    if (answer === "VTL" && full) throw new Error("full");
    made.push([answer, first]);
  });
  await assert.rejects(keep(["VNPT", "VTL"]));
  full = false;
  await keep(["VNPT", "VTL"]);
  assert.deepEqual(made, [
    ["VNPT", true],
    ["VTL", false],
  ]);
});

test("the one answer that nobody was asked for is kept, too", async () => {
  const made = [];
  await onceEach(async (answer, first) => made.push([answer, first]))([undefined]);
  assert.deepEqual(made, [[undefined, true]]);
});
