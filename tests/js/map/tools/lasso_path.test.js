import assert from "node:assert/strict";
import { test } from "node:test";
import { areaOf, loopOf, simpler } from "../../../../web/static/js/map/tools/lasso_path.js";

/** @type {(n: number, turns?: number, r?: number) => [number, number][]} */
const round = (n, turns = 1, r = 100) =>
  Array.from({ length: n }, (_, k) => {
    const angle = (k / (n - 1)) * turns * 2 * Math.PI;
    return [200 + r * Math.cos(angle), 200 + r * Math.sin(angle)];
  });

test("a hand's circle is a polygon of few corners and nearly its area", () => {
  const loop = loopOf(round(400), 150);
  assert.ok(loop.length < 60);
  assert.ok(Math.abs(areaOf(loop) - Math.PI * 100 ** 2) < 0.02 * Math.PI * 100 ** 2);
});

test("an end that overshoots the beginning is cut off", () => {
  const path = round(100, 1.15).map(([x, y], k) => /** @type {[number, number]} */ ([x + k / 6, y]));
  const loop = loopOf(path, 150);
  assert.ok(loop.length > 3);
  assert.ok(Math.abs(areaOf(loop) - Math.PI * 100 ** 2) < 0.1 * Math.PI * 100 ** 2);
});

test("of a figure of eight the larger loop is meant, and it does not cross itself", () => {
  const eight = [
    [0, 0],
    [300, 300],
    [300, 0],
    [100, 200],
    [0, 200],
  ];
  const loop = loopOf(/** @type {[number, number][]} */ (eight), 150);
  assert.deepEqual(loopOf(loop, 150), loop);
  assert.equal(loop.length, 3);
});

test("no loop has more corners than may be sent", () => {
  const wild = round(4000).map(([x, y], k) => /** @type {[number, number]} */ ([x + (k % 2) * 3, y]));
  assert.ok(loopOf(wild, 150).length <= 150);
});

test("a line, or a trembling, is no area", () => {
  assert.deepEqual(
    loopOf(
      [
        [0, 0],
        [50, 0],
        [100, 0.2],
      ],
      150,
    ),
    [],
  );
  assert.deepEqual(
    loopOf(
      [
        [0, 0],
        [1, 1],
        [2, 0],
      ],
      150,
    ),
    [],
  );
});

test("what lies on the line goes, what lies off it stays", () => {
  assert.deepEqual(
    simpler(
      [
        [0, 0],
        [5, 0.2],
        [10, 0],
      ],
      1,
    ),
    [
      [0, 0],
      [10, 0],
    ],
  );
  assert.equal(
    simpler(
      [
        [0, 0],
        [5, 3],
        [10, 0],
      ],
      1,
    ).length,
    3,
  );
});
