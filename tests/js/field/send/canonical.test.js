import assert from "node:assert/strict";
import test from "node:test";
import {
  canonical,
  moment,
  sha256OfItem,
  wellFormed,
} from "../../../../web/static/js/field/send/canonical.js";
import { vectors } from "../../page.js";

for (const [value, text, receipt] of await vectors("items"))
  test(`an item is written as ${JSON.stringify(text).slice(0, 40)}`, async () => {
    assert.equal(canonical(value), text);
    assert.equal(await sha256OfItem(value), receipt);
  });

test("half a character becomes one that can be written, wherever it stands", () => {
  assert.deepEqual(wellFormed({ a: ["x\ud83d", "\udce1y", "\ud83d\udce1"], b: 1, c: null }), {
    a: ["x\ufffd", "\ufffdy", "📡"],
    b: 1,
    c: null,
  });
});

test("a moment bears the clock's zone and is the same moment when it is read", () => {
  const at = new Date(Date.UTC(2026, 10, 26, 7, 5, 9, 7));
  assert.match(moment(at), /^2026-11-2\dT\d\d:\d\d:09\.007[+-]\d\d:\d\d$/);
  assert.equal(Date.parse(moment(at)), at.getTime());
});
