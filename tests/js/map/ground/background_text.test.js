import assert from "node:assert/strict";
import { test } from "node:test";
import "../../page.js";

const { along, LineName, letters, lines } = await import(
  "../../../../web/static/js/map/ground/background_text.js"
);

class Spot {
  constructor(x, y) {
    Object.assign(this, { x, y });
  }
  clone() {
    return new Spot(this.x, this.y);
  }
}
const line = (...spots) => spots.map(([x, y]) => new Spot(x, y));
const sums = (spots) =>
  spots.reduce((all, spot, i) => {
    all.push(i ? all[i - 1] + Math.hypot(spot.x - spots[i - 1].x, spot.y - spots[i - 1].y) : 0);
    return all;
  }, []);

test("a long name is broken near its middle, a short one never", () => {
  assert.deepEqual(lines("Bắc Giang"), ["Bắc Giang"]);
  assert.deepEqual(lines("Khu công nghiệp Quang Châu"), ["Khu công nghiệp", "Quang Châu"]);
  assert.deepEqual(lines("Khôngcóchỗngắtnàocả"), ["Khôngcóchỗngắtnàocả"]);
});

test("letters follow the line and stand upright whichever way it was drawn", () => {
  const bend = line([0, 0], [100, 0], [200, 40]);
  const there = letters(bend, sums(bend), 40, Array(12).fill(10));
  const turned = [...bend].reverse();
  const back = letters(turned, sums(turned), 40, Array(12).fill(10));
  for (const found of [there, back]) {
    assert.equal(found.length, 12);
    for (let i = 1; i < found.length; i += 1) assert.ok(found[i].x > found[i - 1].x);
    for (const { turn } of found) assert.ok(Math.abs(turn) < Math.PI / 2);
  }
});

test("a name is left out where its line bends more than one can read", () => {
  const hook = line([0, 0], [50, 0], [50, 50], [0, 50]);
  assert.equal(letters(hook, sums(hook), 5, Array(12).fill(10)), null);
});

test("a place on the line lies as far from its start as was asked", () => {
  const way = line([0, 0], [30, 40], [30, 140]);
  for (const far of [0, 25, 50, 90, 150])
    assert.ok(
      Math.abs(along(way, sums(way), far).y - (far <= 50 ? far * 0.8 : 40 + far - 50)) < 1e-9,
      String(far),
    );
});

test("a name is repeated along a long line, and is not written on one that is too short for it", () => {
  const scratch = { measureText: (text) => ({ width: text.length * 8 }) };
  const name = new LineName({ font: () => "", size: () => 12, fill: "", halo: "", every: 300 });
  const feature = { props: { label: "Sông Cầu" }, geomType: 2 };
  const place = (to) => name.place({ zoom: 12, scratch }, [line([0, 0], [to, 0])], feature);
  assert.equal(place(60), undefined);
  assert.equal(place(290).length, 1);
  assert.equal(place(1000).length, 3);
});
