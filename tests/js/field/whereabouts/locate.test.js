import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import "../../page.js";

const watches = new Map();
let number = 0;
const heard = {};
globalThis.document.addEventListener = (name, listener) => {
  heard[name] = listener;
};
Object.defineProperty(globalThis, "navigator", {
  configurable: true,
  value: {
    geolocation: {
      watchPosition: (taken, missed) => {
        number += 1;
        watches.set(number, { taken, missed });
        return number;
      },
      clearWatch: (id) => watches.delete(id),
    },
    permissions: { query: async () => ({ state: "granted" }) },
  },
});
const { allowed, locate, tryAgain, whereabouts } = await import(
  "../../../../web/static/js/field/whereabouts/locate.js"
);
const { lastFix } = await import("../../../../web/static/js/field/whereabouts/position.js");

const fix = (more = {}) => ({
  coords: { longitude: 106.2, latitude: 21.3, accuracy: 8, heading: null, speed: null, ...more },
  timestamp: Date.now(),
});
const watching = () => [...watches.values()].at(-1);
const told = [];
let stop = null;

beforeEach(() => {
  globalThis.document.visibilityState = "visible";
  mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1_764_000_000_000 });
  told.length = 0;
});
afterEach(() => {
  stop?.();
  mock.timers.reset();
});
const listen = () => {
  stop = locate(({ phase }) => told.push(phase));
};

test("it says that it waits, then where one is; whoever stands still has no direction", () => {
  listen();
  assert.deepEqual(told, ["waiting"]);
  watching().taken(fix({ heading: 90, speed: 0.1 }));
  assert.deepEqual([told.at(-1), whereabouts().heading], ["fix", null]);
  assert.equal(lastFix().accuracy_m, 8); // photos and the list know it too
  watching().taken(fix({ heading: 90, speed: 5 }));
  assert.equal(whereabouts().heading, 90);
});

test("without a fix it gives up after thirty seconds, and a tap begins anew", () => {
  whereabouts().fix = null;
  listen();
  watching().missed({ code: 3, PERMISSION_DENIED: 1 });
  assert.equal(told.at(-1), "waiting");
  mock.timers.tick(30_000);
  assert.equal(told.at(-1), "none");
  assert.equal(watches.size, 0); // the receiver is off
  tryAgain();
  assert.equal(told.at(-1), "waiting");
  assert.equal(watches.size, 1);
});

test("a refusal is told at once and ends the watch", async () => {
  whereabouts().fix = null;
  listen();
  watching().missed({ code: 1, PERMISSION_DENIED: 1 });
  assert.deepEqual([told.at(-1), watches.size], ["refused", 0]);
  assert.equal(await allowed(), true);
});

test("nobody looks, nothing is watched: the last screen left, or the phone in the pocket", () => {
  listen();
  const second = locate(() => {});
  stop();
  assert.equal(watches.size, 1);
  second();
  assert.equal(watches.size, 0);
  listen();
  globalThis.document.visibilityState = "hidden";
  heard.visibilitychange();
  assert.equal(watches.size, 0);
  globalThis.document.visibilityState = "visible";
  heard.visibilitychange();
  assert.equal(watches.size, 1);
});
