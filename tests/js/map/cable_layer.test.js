import assert from "node:assert/strict";
import { test } from "node:test";
import "../page.js";
import { readTile } from "../../../web/static/js/map/cable_layer.js";

// "<4sBBHIII" and the columns, as registry/services/cables/tiles.py describes them
function header(kind, n, points, m, size) {
  const view = new DataView(new ArrayBuffer(20 + size));
  new Uint8Array(view.buffer).set(new TextEncoder().encode("BTSL"));
  view.setUint8(4, 1);
  view.setUint8(5, kind);
  view.setUint16(6, 2048, true);
  for (const [k, value] of [n, points, m].entries()) view.setUint32(8 + 4 * k, value, true);
  return view;
}

test("a tile of one line and one node", () => {
  const view = header(0, 1, 2, 1, 4 + 4 + 2 + 4 + 4 + 2 + 2 + 1 + 1);
  view.setUint32(20, 77, true); // the line's number
  view.setUint32(24, 9, true); // the node's
  view.setUint16(28, 2, true); // points of the line
  for (const [k, value] of [-5, 2050, 7, 8].entries()) view.setInt16(30 + 2 * k, value, true);
  view.setInt16(38, 100, true);
  view.setInt16(40, 200, true);
  view.setUint8(42, 1 + 4 * 2 + 16);
  view.setUint8(43, 3);
  const tile = readTile(view.buffer);
  assert.deepEqual([...tile.number], [77]);
  assert.deepEqual([...tile.node], [9]);
  assert.deepEqual(
    [[...tile.x], [...tile.y]],
    [
      [-5, 2050],
      [7, 8],
    ],
  );
  assert.deepEqual([tile.nx[0], tile.ny[0], tile.style[0], tile.kind[0]], [100, 200, 25, 3]);
});

test("a tile of pixels", () => {
  const view = header(1, 2, 0, 0, 6);
  view.setUint16(20, 5, true);
  view.setUint16(22, 300, true);
  view.setUint8(24, 1);
  view.setUint8(25, 6);
  const tile = readTile(view.buffer);
  assert.deepEqual([tile.pixels, [...tile.at], [...tile.mask]], [true, [5, 300], [1, 6]]);
});

test("bytes of another form are refused, not drawn", () => {
  const view = header(0, 0, 0, 0, 0);
  view.setUint8(4, 2);
  assert.throws(() => readTile(view.buffer), /form/);
  assert.throws(() => readTile(new ArrayBuffer(4)), /form/);
});
