import assert from "node:assert/strict";
import { test } from "node:test";
import { words } from "../../page.js";

words({});
const { answered } = await import("../../../../web/static/js/field/entry/answers.js");

test("an answer that was taken back is none, one with a note alone is", () => {
  const entry = { code: "earthing", answer: "number" };
  const row = (fields) => [
    { kind: "reading", entry: "earthing", item: { value: null, raw: "", note: "", ...fields } },
  ];
  assert.equal(answered([], entry), false);
  assert.equal(answered(row({}), entry), false);
  assert.equal(answered(row({ value: "" }), entry), false);
  assert.equal(answered(row({ value: "8.4", raw: "8,4" }), entry), true);
  assert.equal(answered(row({ value: false }), entry), true);
  assert.equal(answered(row({ note: "cửa khóa" }), entry), true);
});
