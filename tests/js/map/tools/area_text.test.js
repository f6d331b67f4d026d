import assert from "node:assert/strict";
import { test } from "node:test";
import { areaText, readArea } from "../../../../web/static/js/map/tools/area_text.js";
import { vectors } from "../../page.js";

for (const [text, parts] of await vectors("areas"))
  test(`${text} is read and written as the office does`, () => {
    assert.deepEqual(readArea(text), parts);
    assert.equal(areaText(parts), text);
  });

test("a corner far in the west and south comes back as it was", () => {
  const points = [
    [-180, -85],
    [180, 85],
    [0, 0],
  ];
  const text = areaText([{ kind: "p", taken: true, points, radius: 0, unit: "" }]);
  assert.deepEqual(readArea(text)?.[0].points, points);
});

test("what is no area is not read", () => {
  for (const text of ["x.A", "p.A", "p.ạ", "c.", '{"type":"Polygon"}']) assert.equal(readArea(text), null);
  assert.deepEqual(readArea(" "), []);
});
