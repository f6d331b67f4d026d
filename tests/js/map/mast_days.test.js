import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.window = { L: { Renderer: { extend: (made) => made } } };
const { isoOf, numberOf } = await import("../../../web/static/js/map/tools/days.js");
const { ABSENT, ofSameRows, readDays, standingOn } = await import("../../../web/static/js/map/mast_days.js");

const [UNKNOWN, NEVER] = [0, 65535];
const day = numberOf;

function bytes(rows, sites) {
  const buffer = new ArrayBuffer(32 + 6 * rows.length);
  const head = new DataView(buffer);
  head.setUint32(0, 0x42545344, false);
  head.setUint32(4, 1, true);
  head.setUint32(8, rows.length, true);
  head.setFloat64(
    16,
    sites.reduce((sum, one) => sum + one, 0),
    true,
  );
  for (const column of [0, 1, 2])
    new Uint16Array(buffer, 32 + 2 * column * rows.length, rows.length).set(rows.map((row) => row[column]));
  return buffer;
}

test("days and their numbers are one, as the server counts them", () => {
  assert.equal(numberOf("1900-01-01"), 1);
  assert.equal(numberOf("2026-11-29"), 46354);
  for (const iso of ["1900-01-01", "2000-02-29", "2024-12-31", "2025-07-01"])
    assert.equal(isoOf(numberOf(iso)), iso);
});

test("what stood on a day is what the server says of the same rows", () => {
  const rows = [
    [day("2015-06-01"), day("2015-06-01"), NEVER], // built on a day
    [day("2015-01-01"), day("2015-12-31"), NEVER], // in a year
    [UNKNOWN, UNKNOWN, NEVER], // nobody knows
    [UNKNOWN, day("2012-03-04"), NEVER], // on air at the latest
    [day("2010-01-01"), day("2010-01-01"), day("2015-08-01")], // dismantled
    [day("2010-01-01"), day("2010-01-01"), UNKNOWN], // dismantled, nobody knows when
    [NEVER, NEVER, NEVER], // approved only
  ];
  const sites = rows.map((_, at) => at + 7);
  const days = readDays(bytes(rows, sites));
  const states = Uint8Array.from([0, 0, 0, 3, 4, 4, 2]);
  const on = (iso) => {
    const into = { states: new Uint8Array(7), unsure: new Uint8Array(7) };
    const counted = standingOn(days, states, day(iso), { inService: 0, dismantled: 4 }, into);
    assert.equal(counted.sure + counted.unsure, [...into.states].filter((one) => one !== ABSENT).length);
    return [...into.states]
      .map((state, at) => (state === ABSENT ? "-" : `${state}${into.unsure[at] ? "?" : ""}`))
      .join(" ");
  };
  assert.equal(on("2009-12-31"), "- - 0? 3? - - -");
  assert.equal(on("2015-06-01"), "0 0? 0? 3 0 0? -");
  assert.equal(on("2016-01-01"), "0 0 0? 3 - 0? -");
  assert.ok(ofSameRows(days, { n: 7, site: Uint32Array.from(sites) }));
  assert.ok(!ofSameRows(days, { n: 7, site: Uint32Array.from(sites.map((one) => one + 1)) }));
  assert.ok(!ofSameRows(days, { n: 6, site: Uint32Array.from(sites.slice(1)) }));
});

test("other bytes are refused", () => {
  assert.throws(() => readDays(new ArrayBuffer(40)));
});
