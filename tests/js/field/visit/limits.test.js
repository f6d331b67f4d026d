import assert from "node:assert/strict";
import test from "node:test";
import { words } from "../../page.js";

words({
  "limit.height": "H/{over}",
  "limit.unverified": "?",
  "limit.no-unit": "nguồn không ghi đơn vị",
  "entry.not-seen": "không nhìn được",
  "entry.yes": "có",
  "entry.no": "không",
});
const { judge, limitOf, limitWords, valueWords } = await import(
  "../../../../web/static/js/field/visit/limits.js"
);

const entry = (limit, unit = "Ω") => ({ unit, limit: { verified: true, ...limit } });

test("a limit itself is within where it may be reached, and beyond where it may not", () => {
  const word = (relation, raw) => judge(entry({ relation, value: 10 }), null, raw).word;
  assert.deepEqual(
    ["<", "<=", ">=", ">"].map((relation) => word(relation, "10")),
    ["beyond", "within", "within", "beyond"],
  );
  assert.equal(word("<=", "10,01"), "beyond");
});

test("nothing is said of what is no number, has no limit or lies below nothing", () => {
  const limited = entry({ relation: "<=", value: 10 });
  for (const raw of ["", "khoảng 9", "-3", "1,2,3"])
    assert.deepEqual(judge(limited, null, raw), { word: "", firm: false });
  assert.equal(judge({ unit: "Ω" }, null, "3").word, "");
});

test("a limit by the mast's height is known only where the height is, in the entry's unit", () => {
  const lean = entry({ relation: "<=", height_over: 500 }, "mm");
  assert.equal(limitOf(lean, { height_m: 42 }).value, 84);
  assert.equal(limitOf(lean, { height_m: null }).value, null);
  assert.equal(judge(lean, null, "12").word, "");
  assert.equal(judge(lean, { height_m: 42 }, "84").word, "within");
  assert.equal(limitWords(lean, { height_m: 42 }), "≤ 84 mm (H/500)");
  assert.equal(limitWords(lean, null), "H/500");
});

test("a working number is said to be one, and judges firmly of nothing", () => {
  const working = { unit: "Ω", limit: { relation: "<=", value: 10, verified: false } };
  assert.equal(limitWords(working, null), "≤ 10 Ω (?)");
  assert.deepEqual(judge(working, null, "12"), { word: "beyond", firm: false });
});

test("between two bounds both belong to it", () => {
  const tension = entry({ relation: "between", lower: 8, value: 12 }, "%");
  assert.deepEqual(
    ["7,9", "8", "12", "12,1"].map((raw) => judge(tension, null, raw).word),
    ["beyond", "within", "within", "beyond"],
  );
  assert.equal(limitWords(tension, null), "8 – 12 %");
});

test("a reading is said as people read it", () => {
  const choice = { answer: "choice", options: [{ code: "rust", words: { vi: "gỉ", en: "rust" } }] };
  assert.equal(valueWords(choice, { value: "rust" }), "gỉ");
  assert.equal(valueWords({ answer: "yes_no" }, { value: false }), "không");
  assert.equal(valueWords({ answer: "number" }, { value: 8.4, raw: "8,4", unit: "Ω" }), "8,4 Ω");
  assert.equal(valueWords({ answer: "number" }, { value: "not_seen" }), "không nhìn được");
  assert.equal(valueWords({ answer: "date" }, { value: "2026-11-26" }), "26/11/2026");
  assert.equal(valueWords({ answer: "text" }, { value: null }), "");
});

test("a limit whose source states no unit says so", () => {
  const clamp = entry({ relation: "between", lower: 600, value: 700, verified: false }, "");
  assert.equal(limitWords(clamp), "600 – 700 (?); nguồn không ghi đơn vị");
  assert.equal(limitWords({ ...clamp, unit: "Nm" }), "600 – 700 Nm (?)");
});
