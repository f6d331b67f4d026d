import assert from "node:assert/strict";
import test from "node:test";
import {
  fieldNumber,
  metresBetween,
  readNumber,
  showNumber,
  showSize,
} from "../../../web/static/js/field/numbers.js";
import { vectors } from "../page.js";

for (const [text, value] of await vectors("numbers"))
  test(`"${text}" is read as ${value}`, () => assert.equal(readNumber(text), value));

test("a number is shown as its language writes it", () => {
  assert.equal(showNumber(1234.5, "vi"), "1.234,5");
  assert.equal(showNumber(1234.5, "en"), "1,234.5");
  assert.equal(showNumber(2 / 3, "vi", 2), "0,67");
});

test("what is shown in either language is read back as the same number where it has a decimal", () => {
  for (const value of [0.05, 8.4, 1234.5, 1234567.25])
    for (const lang of ["vi", "en"]) assert.equal(readNumber(showNumber(value, lang)), value);
});

test("what is put into a field is read back as the same number, a whole one beyond a thousand too", () => {
  assert.equal(fieldNumber(1234.5, "vi"), "1234,5");
  for (const value of [0, 8.4, 990 + 10, 1234, 1234567.25])
    for (const lang of ["vi", "en"]) assert.equal(readNumber(fieldNumber(value, lang)), value);
});

test("a size bears the unit that keeps it short", () => {
  assert.equal(showSize(900, "vi"), "0,9 kB");
  assert.equal(showSize(3_400_000, "vi"), "3,4 MB");
  assert.equal(showSize(12_000_000_000, "en"), "12 GB");
});

for (const [lon1, lat1, lon2, lat2, metres] of await vectors("distances"))
  test(`${metres} m along the ellipsoid`, () => {
    const found = metresBetween(lon1, lat1, lon2, lat2);
    assert.ok(Math.abs(found - metres) <= 1e-5 * metres, `${found}`);
    assert.equal(found, metresBetween(lon2, lat2, lon1, lat1));
  });

test("bearings run from north, clockwise", async () => {
  const { bearingTo } = await import("../../../web/static/js/field/numbers.js");
  const from = (east, north) => Math.round(bearingTo(106.2, 21.3, 106.2 + east, 21.3 + north));
  assert.deepEqual([from(0, 0.01), from(0.01, 0), from(0, -0.01), from(-0.01, 0)], [0, 90, 180, 270]);
  assert.equal(
    Math.round(bearingTo(106.2, 21.3, 106.2 + 0.01 / Math.cos((21.3 * Math.PI) / 180), 21.31)),
    45,
  );
});
