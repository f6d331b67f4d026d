import assert from "node:assert/strict";
import { test } from "node:test";
import "../../page.js";
import { bestOrder, cheapestPlace, exact, lengthOf } from "../../../../web/static/js/field/day/order.js";

// Numbers that look like chance and are the same in every run.
function chance(seed) {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
}

// Places in a square of 10 km, ways a little longer there than back, as one-way streets make them.
function round(seed, count, { free = false } = {}) {
  const next = chance(seed);
  const places = Array.from({ length: count + 1 }, () => [1e4 * next(), 1e4 * next()]);
  const metres = (a, b) => (a === b ? 0 : Math.hypot(a[0] - b[0], a[1] - b[1]) * (1 + 0.2 * next()));
  const cost = places.slice(1).map((a) => places.slice(1).map((b) => metres(a, b)));
  return { cost, from: free ? null : places.slice(1).map((place) => metres(places[0], place)) };
}

function* orders(left) {
  if (!left.length) yield [];
  for (const one of left)
    for (const rest of orders(left.filter((other) => other !== one))) yield [one, ...rest];
}

const sorted = (order) => [...order].sort((a, b) => a - b);

test("few stops: no order is shorter, from a start or from anywhere", () => {
  for (let seed = 1; seed <= 12; seed += 1)
    for (const free of [false, true]) {
      const legs = round(seed, 3 + (seed % 4), { free });
      const best = Math.min(...[...orders([...legs.cost.keys()])].map((order) => lengthOf(order, legs)));
      assert.ok(Math.abs(lengthOf(bestOrder(legs), legs) - best) < 1e-6, `seed ${seed}`);
    }
});

test("more stops: within a tenth of the shortest way there is, and none left out", () => {
  for (let seed = 1; seed <= 25; seed += 1) {
    const legs = round(100 + seed, 10 + (seed % 3), { free: seed % 2 === 0 });
    const found = bestOrder(legs);
    assert.deepEqual(sorted(found), [...legs.cost.keys()]);
    const ratio = lengthOf(found, legs) / lengthOf(exact(legs), legs);
    assert.ok(ratio <= 1.1 && ratio >= 1 - 1e-9, `seed ${seed}: ${ratio}`);
  }
});

test("a way that is given is never made longer", () => {
  for (let seed = 1; seed <= 10; seed += 1) {
    const legs = round(300 + seed, 40);
    const next = chance(seed);
    const given = [...legs.cost.keys()].sort(() => next() - 0.5);
    for (const start of [given, bestOrder(legs)]) {
      const found = bestOrder(legs, start);
      assert.deepEqual(sorted(found), sorted(start));
      assert.ok(lengthOf(found, legs) <= lengthOf(start, legs) + 1e-6);
    }
  }
});

test("masts along one road are visited from one end to the other", () => {
  const places = [5, 1, 9, 3, 7, 2, 8, 4, 6, 0, 10, 12, 11];
  const legs = {
    cost: places.map((a) => places.map((b) => Math.abs(a - b))),
    from: places.map((place) => place + 1),
  };
  assert.deepEqual(
    bestOrder(legs).map((stop) => places[stop]),
    [...Array(13).keys()],
  );
});

test("a stop is put where it lengthens the way least; one stop or none is an order too", () => {
  const places = [0, 10, 20, 14];
  const legs = { cost: places.map((a) => places.map((b) => Math.abs(a - b))), from: null };
  assert.equal(cheapestPlace([0, 1, 2], 3, legs), 2);
  assert.equal(cheapestPlace([], 3, legs), 0);
  assert.deepEqual(bestOrder({ cost: [], from: null }), []);
  assert.deepEqual(bestOrder({ cost: [[0]], from: [5] }), [0]);
});
