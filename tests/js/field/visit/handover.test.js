import assert from "node:assert/strict";
import { test } from "node:test";
import { words as texts } from "../../page.js";

texts({ "handover.title": "Kiểm tra cột", "sign.refused": "Không ký", "entry.no": "Không" });
const { partsOf, visitLines } = await import("../../../../web/static/js/field/visit/handover.js");

const size = (text) => new TextEncoder().encode(text).length;

test("every letter is in the codes, in its order, and no code is larger than it may be", () => {
  const lines = Array.from({ length: 60 }, (_, n) => `Mục ${n}: điện trở tiếp đất ${"ờ".repeat(n * 3)} Ω`);
  for (const largest of [60, 200, 600]) {
    const parts = partsOf(lines, largest);
    assert.ok(parts.every((part) => size(part) <= largest));
    const told = parts.map((part, at) => {
      const [head, ...rest] = part.split("\n");
      assert.equal(head, `${at + 1}/${parts.length}`);
      return rest.join("");
    });
    assert.equal(told.join(""), lines.join(""));
  }
  assert.deepEqual(partsOf(["một dòng"]), ["một dòng"]);
});

test("what is wrong stands first: defects, then what is out of its limit, then the rest, then who signed", () => {
  const words = (vi) => ({ vi, en: vi });
  const checklist = {
    entries: [
      { code: "earthing", words: words("Tiếp đất"), answer: "number", limit: { relation: "<=", value: 10 } },
      {
        code: "rust",
        words: words("Han rỉ"),
        answer: "choice",
        options: [{ code: "no", words: words("Không"), good: true }],
      },
      { code: "tension", words: words("Lực căng"), answer: "number" },
    ],
  };
  const reading = (entry, value, unit = "") => ({
    kind: "reading",
    entry,
    item: { value, raw: value, unit },
  });
  const rows = [
    reading("rust", "no"),
    reading("earthing", "12,5", "Ω"),
    reading("tension[T3/2]", "41"),
    { kind: "defect", entry: "", item: { defect: "lean", note: "về phía nhà" } },
    { kind: "signature", entry: "unit", item: { signer: { name: "Bình", post: "Đội trưởng" } } },
  ];
  const vocabulary = { defects: { lean: { words: words("Cột nghiêng") } } };
  const visit = { code: "BGG00045", started_at: "2026-11-29T08:00:00+07:00", finished_at: "" };
  const lines = visitLines({ visit, mast: null, checklist, vocabulary, rows }).slice(2);
  assert.deepEqual(lines, [
    "! Cột nghiêng: về phía nhà",
    "! Tiếp đất: 12,5 Ω",
    "Han rỉ: Không",
    "Lực căng[T3/2]: 41",
    "Bình, Đội trưởng",
  ]);
});

test("no fault of the sheet is handed over as if it were none: a wrong yes or no, a limit that rests on another answer, a computed value", () => {
  const words = (vi) => ({ vi, en: vi });
  const checklist = {
    entries: [
      { code: "board", words: words("Biển báo"), answer: "yes_no", good: true },
      { code: "design", words: words("Lực thiết kế"), answer: "number" },
      {
        code: "pull",
        words: words("Lực đo"),
        answer: "number",
        limit: { of: "design", factor: 1.1, factor_lower: 0.9, relation: "between" },
      },
      { code: "x", words: words("Lệch x"), answer: "number", unit: "mm" },
      { code: "y", words: words("Lệch y"), answer: "number", unit: "mm" },
      {
        code: "lean",
        words: words("Độ lệch"),
        answer: "computed",
        unit: "mm",
        compute: { kind: "hypot", of: ["x", "y"] },
        limit: { height_over: 400, relation: "<=" },
      },
    ],
  };
  const reading = (entry, value) => ({
    kind: "reading",
    entry,
    item: { value, raw: String(value), unit: "" },
  });
  const rows = [
    reading("board", false),
    reading("design", "10"),
    reading("pull", "14"),
    reading("x", "90"),
    reading("y", "120"),
  ];
  const visit = { code: "BGG00045", started_at: "2026-11-29T08:00:00+07:00", finished_at: "" };
  const mast = { height_m: 42 };
  const lines = visitLines({ visit, mast, checklist, vocabulary: null, rows });
  assert.equal(lines[1], "08:00 29/11/2026");
  assert.deepEqual(
    lines.filter((line) => line.startsWith("!")),
    ["! Biển báo: Không", "! Lực đo: 14", "! Độ lệch: 150 mm"],
  );
});

test("what the inspector decided to be no defect is handed over with his reason, while it is that answer", () => {
  const words = (vi) => ({ vi, en: vi });
  const option = (code, vi, good) => ({ code, words: words(vi), good });
  const options = [
    option("no", "Không", true),
    option("light", "Nhẹ", false),
    option("heavy", "Nặng", false),
  ];
  const checklist = { entries: [{ code: "rust", words: words("Han rỉ"), answer: "choice", options }] };
  const told = (value) => {
    const rows = [
      { kind: "reading", entry: "rust", item: { entry: "rust", value, raw: value, unit: "" } },
      {
        kind: "note",
        entry: "rust",
        item: {
          entry: "rust",
          value: "no_defect",
          raw: "light",
          note: "Han rỉ: Nhẹ. Không ghi tồn tại: mới sơn",
        },
      },
    ];
    const visit = { code: "BGG00045", started_at: "2026-11-29T08:00:00+07:00", finished_at: "" };
    return visitLines({ visit, mast: null, checklist, vocabulary: null, rows }).slice(2);
  };
  assert.deepEqual(told("light"), ["Han rỉ: Nhẹ. Không ghi tồn tại: mới sơn"]);
  assert.deepEqual(told("heavy"), ["! Han rỉ: Nặng"]); // another answer than the one that was decided
});
