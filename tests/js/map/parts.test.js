import assert from "node:assert/strict";
import { test } from "node:test";
import {
  circle,
  formats,
  localNumber,
  measure,
  metres,
  outcomesOf,
  unpack,
} from "../../../web/static/js/map/parts.js";
import { vectors } from "../page.js";

for (const [lon1, lat1, lon2, lat2, wanted] of await vectors("distances"))
  test(`the map measures ${wanted} m as the office does`, () => {
    assert.ok(Math.abs(metres([lon1, lat1], [lon2, lat2]) - wanted) <= 1e-5 * wanted);
  });

test("every point of a circle lies as far from its middle as it says", () => {
  const ring = circle([106.19, 21.27], 120);
  assert.deepEqual(
    ring[0].map((one) => one.toFixed(9)),
    ring.at(-1).map((one) => one.toFixed(9)),
  );
  for (const [lat, lon] of ring) assert.ok(Math.abs(metres([106.19, 21.27], [lon, lat]) - 120) < 0.01);
});

test("what was measured stands beside its limit with the relation between them", () => {
  const { number } = formats("vi");
  const said = (measured, limit, unit = "m") => measure({ measured, limit, unit }, { number });
  assert.equal(said(87.3, 120), "87,3 m < 120 m");
  assert.equal(said(120, 120), "120,0 m = 120 m");
  assert.equal(said(1234.56, null), "1.234,6 m");
  assert.equal(said(3, 2, "mạng"), "3 mạng > 2 mạng");
  assert.equal(said(null, 120), "");
});

test("places and proposed numbers are written as the language has them", () => {
  assert.equal(formats("vi").place([106.789566, 21.343932]), "21,343932; 106,789566");
  assert.equal(formats("en").place([106.789566, 21.343932]), "21.343932, 106.789566");
  assert.equal(localNumber("21.343932, 106.789566", "vi"), "21,343932; 106,789566");
  assert.equal(localNumber("21.343932", "en"), "21.343932");
  assert.equal(localNumber("Viettel, VNPT", "vi"), "Viettel, VNPT");
});

test("findings come out of their pack as they were put into it", () => {
  assert.deepEqual(outcomesOf("fucrpn"), ["fail", "unknown", "consent", "review", "pass", "na"]);
  const texts = ["", "SPC-01", "position", "quá gần", "m", "12/2025/TT-BKHCN", "Điều 15", "BGG1", "VNPT"];
  const row = [1, 0, 2, 3, 87.3, 120, 4, 5, 6, 7, 8, 0b101, 0];
  const [found] = unpack({ texts, shapes: [{ type: "Point" }], rows: [[row]] }, 0);
  assert.deepEqual(found, {
    rule: "SPC-01",
    outcome: "fail",
    stage: "position",
    message: "quá gần",
    measured: 87.3,
    limit: 120,
    unit: "m",
    source: "12/2025/TT-BKHCN",
    article: "Điều 15",
    related: "BGG1",
    operator: "VNPT",
    flips: true,
    unverified: false,
    blocking: true,
    condition: false,
    office: false,
    lowers: false,
    given: false,
    evidence: { type: "Point" },
  });
});
