import assert from "node:assert/strict";
import test, { mock } from "node:test";
import { lastFix, meanPosition, noteFix } from "../../../../web/static/js/field/whereabouts/position.js";

const near = [0, 1, 2, 3, 4].map((k) => ({ lon: 106.19 + k * 1e-5, lat: 21.27, accuracy_m: 5 + k }));
const stray = { lon: 106.29, lat: 21.27, accuracy_m: 6 };
const rough = { lon: 106.1901, lat: 21.2701, accuracy_m: 400 };
const broken = { lon: null, lat: 21.27, accuracy_m: 1 };

test("the mean of fixes leaves out the stray one and claims no more than they do", () => {
  const found = meanPosition([near[0], stray, ...near.slice(1), rough, broken]);
  assert.equal(found.fixes, 5);
  assert.equal(found.left_out, 3);
  assert.ok(Math.abs(found.lon - 106.19002) < 2e-5);
  assert.equal(found.accuracy_m, 7);
});

test("no sound fix gives no place, a single one itself", () => {
  assert.equal(meanPosition([]), null);
  assert.equal(meanPosition([broken]), null);
  assert.equal(meanPosition([stray]).fixes, 1);
});

test("a fix is the last one for two minutes by the phone's own clock, whatever the satellites' says", () => {
  const start = 1_764_000_000_000;
  mock.timers.enable({ apis: ["Date"], now: start });
  for (const off of [-300_000, 0, 300_000]) {
    noteFix({ ...near[0], at: start + off });
    assert.equal(lastFix().at, start + off);
  }
  mock.timers.setTime(start + 119_000);
  assert.notEqual(lastFix(), null);
  mock.timers.setTime(start + 121_000);
  assert.equal(lastFix(), null);
  mock.timers.reset();
  mock.timers.enable({ apis: ["Date"], now: start - 3_600_000 }); // the clock was put right meanwhile
  assert.equal(lastFix(), null);
  mock.timers.reset();
});
