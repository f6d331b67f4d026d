import assert from "node:assert/strict";
import { test } from "node:test";
import "../../page.js";

const placed = [];
const layer = { clearLayers: () => placed.splice(0), addTo: () => layer };
window.L.layerGroup = () => layer;
window.L.divIcon = (options) => options;
window.L.marker = (at, { icon }) => ({ addTo: () => placed.push({ at, text: icon.html.textContent }) });
document.createElement = () => ({
  getContext: () => ({ measureText: (text) => ({ width: 7 * text.length }) }),
});
globalThis.getComputedStyle = () => ({ fontFamily: "x" });
const { MapLabels } = await import("../../../../web/static/js/map/ground/map_labels.js");

const point = ([x, y]) => ({ x, y, add: ([dx, dy]) => point([x + dx, y + dy]) });
const map = {
  on() {},
  getContainer() {},
  latLngToLayerPoint: point,
  layerPointToLatLng: ({ x, y }) => [x, y],
};
const label = (text) => ({ textContent: text, cloneNode: () => ({ textContent: text }) });
const width = (text) => 7 * text.length + 14;
const boxes = () =>
  placed.map(({ at: [x, y], text }) => [x - width(text) / 2, x + width(text) / 2, y - 9.5, y + 9.5]);

test("labels never cover one another, whatever is asked for", () => {
  const labels = new MapLabels(map, "labels");
  for (let k = 0; k < 60; k += 1)
    labels.want(label(`nhãn ${k}`), "x", { beside: [(k * 37) % 200, (k * 53) % 150] });
  labels.place();
  assert.ok(placed.length > 5);
  const all = boxes();
  for (const [i, [l, r, t, b]] of all.entries())
    for (const [l2, r2, t2, b2] of all.slice(i + 1)) assert.ok(r <= l2 || r2 <= l || b <= t2 || b2 <= t);
});

test("what was asked for first has its first place, and no label lies on what must stay in sight", () => {
  const labels = new MapLabels(map, "labels");
  labels.keep([0, 0], 10);
  labels.want(label("một"), "x", { on: [[100, 100]] });
  labels.want(label("hai"), "x", { on: [[100, 105]] });
  labels.want(label("ba"), "x", { on: [[5, 5]] });
  labels.place();
  assert.deepEqual(placed, [{ at: [100, 100], text: "một" }]);
  labels.clear();
  labels.place();
  assert.deepEqual(placed, []);
});
