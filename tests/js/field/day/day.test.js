import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { words } from "../../page.js";

words({});
const { chosenOf, movedOrder, nextOf, picking, roundOf, setWish } = await import(
  "../../../../web/static/js/field/day/day.js"
);

const soon = new Date().toISOString().slice(0, 10);
const mast = (code, north, more = {}) => ({
  id: code,
  code,
  lon: 106.2,
  lat: 21 + north / 100,
  commune: "Xã B",
  campaign: "c1",
  place: 1,
  ...more,
});
const app = (masts, visits = [], net = null) => ({
  user: "lan",
  pack: { at: "2026-11-29", campaign: { id: "c1" }, masts, net },
  visits: new Map(visits.map((visit) => [visit.structure, [visit]])),
});
const codes = (round) => round.steps.map((step) => step.mast.code);
const ALL = { count: 0, order: null };

test("the round turns back nowhere, from where one stands or from its better end", () => {
  const masts = [5, 1, 4, 2, 3].map((n) => mast(`m${n}`, n));
  assert.deepEqual(codes(roundOf(app(masts), ALL, { lon: 106.2, lat: 21 })), ["m1", "m2", "m3", "m4", "m5"]);
  const free = codes(roundOf(app(masts), ALL, null));
  assert.ok(["m1m2m3m4m5", "m5m4m3m2m1"].includes(free.join("")));
});

test("what is done leaves the round; its kilometres are those of what is left, and guesses are named", () => {
  const masts = [mast("m1", 1), mast("m2", 2), mast("m3", 3, { progress: "visited" })];
  const done = {
    structure: "m1",
    campaign: "c1",
    finished_at: "2026-11-29T09:00:00Z",
    started_at: "2026-11-29",
  };
  const round = roundOf(app(masts, [done]), ALL, { lon: 106.2, lat: 21 });
  assert.deepEqual(codes(round), ["m2"]);
  assert.ok(Math.abs(round.metres - 1.4 * 2214) < 10, String(round.metres));
  assert.equal(round.straight, true);
  assert.deepEqual(codes(roundOf(app([], []), ALL, null)), []);
});

test("a round of few takes what presses, then what lies near to it", () => {
  const masts = [mast("far", 90), mast("urgent", 50, { due_on: soon }), mast("near", 52), mast("here", 1)];
  const wish = { count: 2, order: null };
  const round = roundOf(app(masts), wish, { lon: 106.2, lat: 21 });
  assert.deepEqual(new Set(codes(round)), new Set(["urgent", "near"]));
  assert.equal(round.left, 2);
  const calm = masts.map((one) => ({ ...one, due_on: undefined }));
  assert.deepEqual(
    chosenOf(calm, 1, { lon: 106.2, lat: 21 }, () => false).map((one) => one.code),
    ["here"],
  );
  assert.deepEqual(
    chosenOf(calm, 1, null, () => false).map((one) => one.code),
    ["far"],
  ); // the campaign's first
});

test("a round takes what was given first, and what nobody was given only to fill it up", () => {
  const masts = [mast("free", 1), mast("far", 50, { assigned: true }), mast("also", 60, { assigned: true })];
  const round = (count) => codes(roundOf(app(masts), { count, order: null }, { lon: 106.2, lat: 21 }));
  assert.deepEqual(round(1), ["far"]);
  assert.deepEqual(round(2), ["far", "also"]);
  assert.deepEqual(round(0), ["free", "far", "also"]);
  const urgent = [...masts, mast("urgent", 2, { due_on: soon })];
  const wish = { count: 3, order: null };
  const filled = codes(roundOf(app(urgent), wish, { lon: 106.2, lat: 21 }));
  assert.ok(filled.includes("far") && filled.includes("also"));
});

test("an order of one's own stands, and what is done drops out of it", () => {
  const masts = [1, 2, 3].map((n) => mast(`m${n}`, n));
  const own = movedOrder(roundOf(app(masts), ALL, { lon: 106.2, lat: 21 }), "m3", -1);
  assert.deepEqual(own, ["m1", "m3", "m2"]);
  const wish = { count: 0, order: own };
  assert.deepEqual(codes(roundOf(app(masts), wish, null)), own);
  const after = masts.map((one) => (one.id === "m1" ? { ...one, progress: "visited" } : one));
  const left = roundOf(app(after), wish, null);
  assert.deepEqual([codes(left), left.own], [["m3", "m2"], true]);
  assert.deepEqual(movedOrder(left, "m3", -1), ["m3", "m2"]); // nothing stands above the first
});

test("a round that has begun keeps its masts, and its order where the phone knows no place", () => {
  const masts = [8, 1, 2, 3, 9].map((n) => mast(`m${n}`, n));
  const wish = { count: 3, order: null };
  const morning = roundOf(app(masts), wish, { lon: 106.2, lat: 21 });
  assert.deepEqual([codes(morning), morning.begun], [["m1", "m2", "m3"], false]);
  const shown = picking(wish, morning);
  assert.deepEqual(codes(roundOf(app(masts), shown, { lon: 106.2, lat: 21.09 })), ["m9", "m8", "m3"]); // not begun
  const after = masts.map((one) => (one.id === "m1" ? { ...one, progress: "visited" } : one));
  for (const start of [null, { lon: 106.2, lat: 21.01 }]) {
    const left = roundOf(app(after), shown, start);
    assert.deepEqual([codes(left), left.begun, left.left], [["m2", "m3"], true, 2]);
    assert.equal(picking(shown, left), shown);
  }
  const yesterday = { ...shown, picked: { ...shown.picked, day: "Sun Nov 29 2020" } };
  assert.equal(roundOf(app(after), yesterday, null).begun, false);
  const done = masts.map((one) =>
    shown.picked.ids.includes(one.id) ? { ...one, progress: "visited" } : one,
  );
  assert.deepEqual(new Set(codes(roundOf(app(done), shown, null))), new Set(["m8", "m9"])); // then a new one
});

test("the roads of a pack measure the round", async () => {
  const { netOf } = await import("../../../../web/static/js/field/map/roads.js");
  const masts = [mast("m1", 0), mast("m2", 10)];
  const net = netOf({
    detour: 1.4,
    nodes: 2,
    edges: [[0, 1, 20_000, 0, "_c`_CoywgSo}@?"]],
    places: { m1: [0, 10], m2: [1, 5] },
  });
  const round = roundOf(app(masts, [], net), ALL, null);
  assert.deepEqual([Math.round(round.metres), round.straight], [20_015, false]);
});

test("after a visit the round leads on where there is one, else the list", async () => {
  const masts = [mast("m1", 3, { place: 1 }), mast("m2", 9, { place: 2 }), mast("m3", 4, { place: 3 })];
  const here = app(masts);
  assert.equal((await nextOf(here, "m1")).code, "m2"); // the campaign's order
  await setWish(here, { count: 0, order: ["m1", "m3", "m2"] });
  assert.equal((await nextOf(here, "m1")).code, "m3");
  assert.equal(await nextOf(app([masts[0]]), "m1"), null);
});

test("a mast beside where one stands comes first, also where the way leads back past it", () => {
  const masts = [mast("beside", 0.1), mast("south", -5), mast("north", 20)]; // 110 m, 5.5 km, 22 km away
  const from = { lon: 106.2, lat: 21 };
  assert.deepEqual(codes(roundOf(app(masts), ALL, from)), ["beside", "south", "north"]);
  const mine = { count: 0, order: ["south", "beside", "north"] }; // an order of one's own stands
  assert.deepEqual(codes(roundOf(app(masts), mine, from)), ["south", "beside", "north"]);
});

test("after the sheet of the cable alone the mast itself is next", async () => {
  const masts = [mast("m1", 3, { place: 1 }), mast("m2", 9, { place: 2 })];
  const ended = (checklist) => ({
    structure: "m1",
    campaign: "c1",
    checklist,
    finished_at: "2026-11-29T09:00:00.000+07:00",
  });
  assert.equal((await nextOf(app(masts, [ended("cable")]), "m1")).code, "m1");
  assert.equal((await nextOf(app(masts, [ended("quick")]), "m1")).code, "m2");
  const cable = [mast("m1", 3, { place: 1, cableDoes: true }), masts[1]]; // it was chosen for its cable
  assert.equal((await nextOf(app(cable, [ended("cable")]), "m1")).code, "m2");
});

test("before seven in the morning, too, what is due the day after tomorrow is in the round", () => {
  const masts = [mast("near", 1), mast("urgent", 90, { due_on: "2026-12-02" })];
  const count = { count: 1, order: null };
  for (const [at, first] of [
    ["2026-11-30T05:30:00+07:00", "urgent"],
    ["2026-11-30T12:00:00+07:00", "urgent"],
    ["2026-11-29T23:30:00+07:00", "near"],
  ]) {
    mock.timers.enable({ apis: ["Date"], now: Date.parse(at) });
    const here = app(masts);
    here.pack.at = at;
    assert.deepEqual(codes(roundOf(here, count, { lon: 106.2, lat: 21 })), [first], at);
    mock.timers.reset();
  }
});

test("a round that was shown stays the day's round where the phone does not know where it is", () => {
  const masts = [5, 1, 4, 2, 3].map((n) => mast(`m${n}`, n));
  const from = roundOf(app(masts), ALL, { lon: 106.2, lat: 21.2 });
  assert.deepEqual(codes(from), ["m5", "m4", "m3", "m2", "m1"]);
  const wish = picking(ALL, from);
  assert.deepEqual(codes(roundOf(app(masts), wish, null)), codes(from));
  const other = picking(ALL, roundOf(app(masts), ALL, { lon: 106.2, lat: 20.9 }));
  assert.deepEqual(codes(roundOf(app(masts), other, null)), ["m1", "m2", "m3", "m4", "m5"]);
  const yesterday = { ...wish, picked: { ...wish.picked, day: "Sun Nov 29 2026" } };
  const few = { ...wish, count: 2 };
  assert.equal(codes(roundOf(app(masts), few, null)).length, 2);
  assert.equal(codes(roundOf(app(masts), yesterday, null)).length, 5);
});
