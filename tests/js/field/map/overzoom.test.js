import assert from "node:assert/strict";
import { test } from "node:test";
import "../../page.js";
import { enlarged, withAncestors } from "../../../../web/static/js/field/map/overzoom.js";

const line = (...spots) => ({
  geomType: 2,
  geom: [spots.map(([x, y]) => ({ x, y }))],
  bbox: {
    minX: Math.min(...spots.map(([x]) => x)),
    maxX: Math.max(...spots.map(([x]) => x)),
    minY: Math.min(...spots.map(([, y]) => y)),
    maxY: Math.max(...spots.map(([, y]) => y)),
  },
});
const point = (x, y) => ({ ...line([x, y]), geomType: 1 });

test("a quarter of a tile is drawn as large as a whole one, and what lies elsewhere is not", () => {
  const tile = new Map([
    ["roads", [line([0, 0], [512, 512]), line([300, 10], [500, 20])]],
    ["places", [point(100, 100), point(400, 400)]],
  ]);
  const part = enlarged(tile, { x: 1, y: 1 }, 1, 512);
  assert.deepEqual(part.get("roads")[0].geom, [
    [
      { x: -512, y: -512 },
      { x: 512, y: 512 },
    ],
  ]);
  assert.equal(part.get("roads").length, 1);
  assert.deepEqual(part.get("places")[0].geom, [[{ x: 288, y: 288 }]]);
  assert.equal(part.get("places").length, 1);
  assert.equal(tile.get("roads").length, 2); // the coarse tile itself stays as it is
});

test("the nearest tile above stands in, its own tile before it, and nothing for nothing", async () => {
  const held = {
    "10/3/2": new Map([["water", [line([0, 0], [512, 512])]]]),
    "12/12/8": new Map([["water", []]]),
  };
  const asked = [];
  const get = withAncestors(async ({ z, x, y }) => {
    asked.push(`${z}/${x}/${y}`);
    return held[`${z}/${x}/${y}`] ?? new Map();
  });
  const own = await get({ z: 12, x: 12, y: 8 }, 512);
  assert.equal(own, held["12/12/8"]);
  const above = await get({ z: 12, x: 13, y: 8 }, 512);
  assert.deepEqual(above.get("water")[0].geom, [
    [
      { x: -512, y: 0 },
      { x: 1536, y: 2048 },
    ],
  ]);
  await get({ z: 12, x: 15, y: 11 }, 512);
  assert.equal(asked.filter((key) => key === "10/3/2").length, 1); // read once for all that stand under it
  assert.equal((await get({ z: 3, x: 0, y: 0 }, 512)).size, 0);
});
