import assert from "node:assert/strict";
import { test } from "node:test";
import { words as texts } from "../../page.js";

texts({ "handover.title": "Kiểm tra cột", "sign.refused": "Không ký" });
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
