import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { test } from "node:test";
import { words } from "../../page.js";

words({
  "quick.good": "",
  "quick.before": "{count} như lần trước",
  "quick.before-said": "đã ghi {count}: {what}",
  "entry.not-seen": "",
});
// As much of an element as the box of quick taps touches.
class Element extends EventTarget {
  children = [];
  dataset = {};

  append(...children) {
    this.children.push(...children);
  }

  replaceChildren(...children) {
    this.children = children;
  }

  setAttribute() {}
}
globalThis.document.createElement = () => new Element();
globalThis.window.location = { hash: "" };
const record = await import("../../../../web/static/js/field/record.js");
const { quickBox } = await import("../../../../web/static/js/field/entry/quick.js");

const entry = (code) => ({
  code,
  base: { words: { vi: code, en: code } },
  words: { vi: code, en: code },
  heading: "",
  answer: "number",
});

test("as last time leaves alone what was just typed, and takes the place of an answer taken back", async () => {
  const visit = await record.startVisit({ structure: "s1", checklist: "l", checklist_version: 1, by: "an" });
  const entries = ["antennas", "guys", "anchors"].map(entry);
  const told = [];
  const visitor = {
    visit,
    entries,
    rows: [],
    drafts: {},
    heard: [],
    before: Object.fromEntries(entries.map(({ code }) => [code, { value: "6", raw: "6" }])),
    taken(row) {
      this.rows = record.standing([...this.rows, row]);
    },
    said: (text) => told.push(text),
    went: async () => {},
    // he typed 12 and tapped: the tap comes before the number is on the phone
    async settle() {
      const typed = { kind: "reading", entry: "antennas", value: "12", raw: "12" };
      this.taken(await record.record(visit, typed));
    },
  };
  const blank = await record.record(visit, { kind: "reading", entry: "guys", value: null });
  visitor.taken(blank);
  await record.keepDraft(visit, "guys", "");
  const [offer] = quickBox(visitor, entries[0]).children;
  offer.children[0].dispatchEvent(new Event("click"));
  while (!told.length) await new Promise((done) => setTimeout(done, 5));
  const standing = record
    .standing(await record.rowsOf(visit.inspection))
    .filter((row) => row.kind === "reading");
  assert.deepEqual(
    standing.map((row) => [row.entry, row.item.value]),
    [
      ["antennas", "12"],
      ["guys", "6"],
      ["anchors", "6"],
    ],
  );
  assert.deepEqual(told, ["đã ghi 2: guys, anchors"]);
  assert.deepEqual(await record.draftsOf(visit.inspection), {});
});
