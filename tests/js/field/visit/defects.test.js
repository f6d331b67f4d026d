import assert from "node:assert/strict";
import test from "node:test";
import { words } from "../../page.js";

words({});
const { namedBy } = await import("../../../../web/static/js/field/visit/defects.js");

test("an answer names the kind of its sheet that is called as it, and no other", () => {
  const defects = ["certificate_not_posted", "certificate_expired"];
  const entry = { answer: "choice", defects };
  assert.equal(namedBy(entry, { value: "expired" }), "certificate_expired");
  assert.equal(namedBy(entry, { value: "missing" }), "");
  assert.equal(namedBy({ answer: "choice" }, { value: "expired" }), "");
  assert.equal(namedBy({ answer: "number", defects: ["earthing_14"] }, { value: "14" }), "");
});
