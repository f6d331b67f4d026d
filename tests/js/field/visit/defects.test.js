import assert from "node:assert/strict";
import test from "node:test";
import { words } from "../../page.js";

words({});
const { partOf } = await import("../../../../web/static/js/field/words.js");
const { namedBy } = await import("../../../../web/static/js/field/visit/defects.js");

test("an answer names the kind of its sheet that is called as it, and no other", () => {
  const defects = ["certificate_not_posted", "certificate_expired"];
  const entry = { answer: "choice", defects };
  assert.equal(namedBy(entry, { value: "expired" }), "certificate_expired");
  assert.equal(namedBy(entry, { value: "missing" }), "");
  assert.equal(namedBy({ answer: "choice" }, { value: "expired" }), "");
});

test("a measure beyond its limit, and yes or no, names the kind where its sheet leaves no choice", () => {
  const one = { answer: "number", limit: { relation: "<=" }, defects: ["earthing_high"] };
  const some = { ...one, defects: ["earthing_broken", "earthing_high", "earthing_loose"] };
  const low = { answer: "number", limit: { relation: ">=" }, defects: ["cable_tangled", "cable_low"] };
  assert.equal(namedBy(one, { value: "14.6" }), "earthing_high");
  assert.equal(namedBy(some, { value: "14.6" }), "earthing_high");
  assert.equal(namedBy(low, { value: "4.2" }), "cable_low");
  assert.equal(namedBy({ ...some, limit: { relation: "between" } }, { value: "14.6" }), "");
  assert.equal(namedBy({ answer: "yes_no", defects: ["equipment_low"] }, { value: false }), "equipment_low");
  assert.equal(namedBy({ answer: "yes_no" }, { value: true }), "");
  const backup = { answer: "choice", defects: ["no_backup"] };
  assert.equal(namedBy(backup, { value: "battery" }), ""); // it has one
});

test("a defect is told with its part and the row of its answer", () => {
  assert.equal(partOf("Thân đốt", "segment[D7]"), " · Thân đốt D7");
  assert.equal(partOf("", "concrete[M1]"), " · M1");
  assert.equal(partOf("Thân đốt", "rust"), " · Thân đốt");
  assert.equal(partOf("", undefined), "");
});
