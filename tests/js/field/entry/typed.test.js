import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { test } from "node:test";
import "../../page.js";
import { typed } from "../../../../web/static/js/field/entry/typed.js";

// As much of a field as keys on the screen touch: they set its value and tell of "input", never of "change".
class Field extends EventTarget {
  isConnected = true;
  defaultValue = "";
  tagName = "INPUT";

  constructor(value) {
    super();
    this.value = value;
  }

  put(value) {
    this.value = value;
    this.dispatchEvent(new Event("input"));
  }
}

function opened(stands, drafts = {}) {
  const visitor = { visit: { inspection: "v" }, drafts, flush: new Set() };
  const told = [];
  const input = typed(visitor, { code: "earthing" }, new Field(stands), (raw) => told.push(raw));
  const on = () => {
    for (const flush of visitor.flush) flush();
  };
  return { input, told, on };
}

test("what keys on the screen wrote is recorded as one goes on, an answer that they erased too, each once", () => {
  const first = opened("");
  first.on();
  assert.deepEqual(first.told, []);
  first.input.put("8,4");
  first.on();
  first.on();
  assert.deepEqual(first.told, ["8,4"]);
  const again = opened("8,4");
  again.on();
  again.input.put("8,");
  again.input.put("");
  again.on();
  assert.deepEqual(again.told, [""]);
});

test("what was typed before the phone died is recorded as one goes on", () => {
  const { told, on } = opened("8,4", { earthing: "9,1" });
  on();
  assert.deepEqual(told, ["9,1"]);
});
