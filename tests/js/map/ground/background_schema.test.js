import assert from "node:assert/strict";
import { test } from "node:test";
import "../../page.js";

const { drawnAs, nameOf, PAINTED, shieldOf, sorted } = await import(
  "../../../../web/static/js/map/ground/background_schema.js"
);
const [POINT, LINE, AREA] = [1, 2, 3];

test("a feature is drawn alike, whichever scheme its file has", () => {
  for (const [drawn, protomaps, shortbread] of [
    ["motorway", ["roads", { kind: "highway", kind_detail: "motorway" }], ["streets", { kind: "motorway" }]],
    ["trunk", ["roads", { kind: "major_road", kind_detail: "trunk" }], ["streets", { kind: "trunk" }]],
    [
      "medium",
      ["roads", { kind: "medium_road", kind_detail: "tertiary" }],
      ["streets", { kind: "tertiary", link: true }],
    ],
    [
      "minor",
      ["roads", { kind: "minor_road", kind_detail: "residential" }],
      ["streets", { kind: "residential" }],
    ],
    ["path", ["roads", { kind: "path", kind_detail: "track" }], ["streets", { kind: "track" }]],
    ["rail", ["roads", { kind: "rail", kind_detail: "rail" }], ["streets", { kind: "rail", rail: true }]],
    ["river", ["water", { kind: "river" }], ["water_lines", { kind: "river" }]],
    ["stream", ["water", { kind: "stream" }], ["water_lines", { kind: "ditch" }]],
  ])
    for (const [layer, props] of [protomaps, shortbread])
      assert.equal(drawnAs(layer, props, LINE)[0], drawn, `${layer} ${JSON.stringify(props)}`);
  for (const [drawn, protomaps, shortbread] of [
    ["water", ["water", { kind: "lake" }], ["water_polygons", { kind: "water" }]],
    ["forest", ["landuse", { kind: "wood" }], ["land", { kind: "forest" }]],
    ["site", ["landuse", { kind: "military" }], ["sites", { kind: "hospital" }]],
    ["building", ["buildings", { kind: "building" }], ["buildings", {}]],
  ])
    for (const [layer, props] of [protomaps, shortbread])
      assert.equal(drawnAs(layer, props, AREA)[0], drawn, `${layer} ${JSON.stringify(props)}`);
});

test("names come from lines in one scheme and from layers of names in the other", () => {
  const road = { kind: "major_road", kind_detail: "primary", name: "Tỉnh lộ 293", ref: "ĐT.293" };
  assert.deepEqual(drawnAs("roads", road, LINE), ["primary", "name-primary"]);
  assert.deepEqual(drawnAs("streets", { kind: "primary", name: "x" }, LINE), ["primary", ""]);
  assert.deepEqual(drawnAs("street_labels", { kind: "primary", name: "x" }, LINE), ["", "name-primary"]);
  assert.deepEqual(drawnAs("water_lines_labels", { kind: "river", name: "Sông Cầu" }, LINE), [
    "",
    "name-river",
  ]);
  assert.deepEqual(drawnAs("place_labels", { kind: "town", name: "Vôi" }, POINT), ["", "name-town"]);
  assert.deepEqual(drawnAs("places", { kind: "locality", kind_detail: "town", name: "Vôi" }, POINT), [
    "",
    "name-town",
  ]);
});

test("the Vietnamese name goes first, in one normal form, and a road's first number is its shield", () => {
  assert.equal(nameOf({ name: "Bac Giang", "name:vi": "Bắc Giang" }), "Bắc Giang");
  assert.equal(nameOf({ name: "Bắc Giang".normalize("NFD") }), "Bắc Giang".normalize("NFC"));
  assert.equal(nameOf({}), "");
  assert.equal(shieldOf({ ref: "QL.1A;AH1" }), "QL.1A");
  assert.equal(shieldOf({ shield_text: "CT.01", ref: "AH1" }), "CT.01");
  assert.equal(shieldOf({ ref: "a number of more than ten" }), "");
});

test("what has no place on the map is dropped, and nothing is lost that has", () => {
  const feature = (props, geomType = LINE) => ({ props, geomType, geom: [[]] });
  const tile = sorted(
    new Map([
      ["roads", [feature({ kind: "highway", ref: "CT.01" }), feature({ kind: "aeroway" })]],
      ["addresses", [feature({}, POINT)]],
      ["places", [feature({ kind: "locality", kind_detail: "town" }, POINT)]], // a place without a name
    ]),
  );
  assert.deepEqual([...tile.keys()].sort(), ["motorway", "name-motorway"]);
  assert.equal(tile.get("name-motorway")[0].props.shield, "CT.01");
  assert.ok(PAINTED.includes("motorway"));
});
