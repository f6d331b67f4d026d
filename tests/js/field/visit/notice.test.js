import assert from "node:assert/strict";
import test from "node:test";
import { words } from "../../page.js";

words({ "limit.measured": "{value} > {limit}", "limit.unverified": "?" });
const { restated, standingOf } = await import("../../../../web/static/js/field/visit/notice.js");

const EARTHING = {
  code: "earthing",
  answer: "number",
  unit: "Ω",
  words: { vi: "Điện trở", en: "Resistance" },
  limit: { relation: "<=", value: 10 },
};
const reading = (id, seq, value, replaces = "") => ({
  id,
  kind: "reading",
  entry: "earthing",
  item: { entry: "earthing", seq, value, raw: value, unit: "Ω", replaces },
});
const defect = (id, seq, replaces = "") => ({
  id,
  kind: "defect",
  entry: "earthing",
  item: { entry: "earthing", seq, replaces },
});
const at = (...every) => {
  const replaced = new Set(every.map((row) => row.item.replaces));
  return { entries: [EARTHING], every, rows: every.filter((row) => !replaced.has(row.id)), mast: {} };
};

test("a defect whose answer was corrected to another fault is pointed out until it is recorded anew", () => {
  const [slip, told] = [reading("a", 1, "120"), defect("d", 2)];
  assert.equal(restated(at(slip, told)).size, 0);
  const [now] = restated(at(slip, told, reading("b", 3, "12", "a"))).values();
  assert.match(now.words, /12 Ω/);
  assert.match(now.before, /120 Ω/);
  assert.match(now.measured, /12 Ω/);
  assert.equal(restated(at(slip, told, reading("b", 3, "120", "a"))).size, 0); // the same again, with its instrument
  assert.equal(restated(at(slip, told, reading("b", 3, "8", "a"))).size, 0); // good by now: said elsewhere
  assert.equal(restated(at(slip, told, reading("b", 3, "12", "a"), defect("e", 4, "d"))).size, 0);
});

test("an answer that names its kind is not said to be a fault of another kind that stands", () => {
  const entry = {
    code: "guy_state[T2/1]",
    answer: "choice",
    defects: ["guy_slack", "rust_light", "rust_heavy"],
  };
  const of = (value, ...defects) => ({
    mast: { defects },
    rows: [{ kind: "reading", entry: entry.code, item: { value } }],
  });
  const rust = { entry: "", defect: "rust_heavy" };
  const slack = { entry: "", defect: "guy_slack" };
  assert.equal(standingOf(of("slack", rust), entry), undefined);
  assert.equal(standingOf(of("slack", rust, slack), entry), slack);
  assert.equal(standingOf(of("rust", rust), entry), rust); // names no one kind
  assert.equal(standingOf(of("light", rust), entry), rust); // was heavy, or is called so
  const own = { entry: entry.code, defect: "broken" };
  assert.equal(standingOf(of("slack", own), entry), own);
});
