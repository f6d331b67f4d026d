import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { test } from "node:test";
import { words } from "../../page.js";

words({
  "list.cable-only": "chỉ cáp",
  "list.done": "xong",
  "list.begun": "đang",
  "list.visited": "xong {day}",
});
const { doneOf, isDone, progressOf, standOf } = await import(
  "../../../../web/static/js/field/day/progress.js"
);

const mast = (more = {}) => ({
  id: "m1",
  code: "m1",
  lon: 106.2,
  lat: 21,
  commune: "",
  campaign: "c1",
  ...more,
});
const visit = (checklist, finished_at = "2026-11-29T09:00:00Z", campaign = "c1") => ({
  structure: "m1",
  campaign,
  checklist,
  started_at: "2026-11-29T08:00:00Z",
  finished_at,
});
const told = (one, visits = []) => {
  const by = new Map([["m1", visits]]);
  return [isDone(one, by), standOf(one, by), progressOf(one, by).word];
};

test("a mast of which only the cable was looked at is not done, whoever looked", () => {
  assert.deepEqual(told(mast(), [visit("cable")]), [false, "begun", "chỉ cáp"]);
  assert.deepEqual(told(mast({ progress: "cable_only" })), [false, "begun", "chỉ cáp"]);
  assert.deepEqual(told(mast({ progress: "cable_only" }), [visit("office", "")]), [false, "begun", "đang"]);
  assert.deepEqual(told(mast(), [visit("office", ""), visit("cable")]), [false, "begun", "đang"]);
  assert.deepEqual(told(mast(), [visit("cable"), visit("office")]), [true, "done", "xong"]);
  assert.deepEqual(told(mast(), [visit("office"), visit("cable")]), [true, "done", "xong"]);
  assert.deepEqual(told(mast({ cableDoes: true }), [visit("cable")]), [true, "done", "xong"]); // nothing else is asked
  const app = { pack: { masts: [mast()] }, visits: new Map([["m1", [visit("cable")]]]) };
  assert.deepEqual(doneOf(app), { done: 0, all: 1 });
});
