import assert from "node:assert/strict";
import { test } from "node:test";
import { readAddress, USUAL_ASK, USUAL_HIDDEN, writeAddress } from "../../../web/static/js/map/address.js";

test("an address that says nothing shows the usual", () => {
  assert.deepEqual(readAddress(""), {
    at: null,
    mast: null,
    cable: null,
    spot: null,
    ask: USUAL_ASK,
    list: false,
    area: "",
    day: null,
    sort: "",
    hidden: USUAL_HIDDEN,
  });
  assert.equal(writeAddress(readAddress("")), "#");
});

test("every view is read back as it was written", () => {
  const views = [
    { at: { lat: 21.27341, lon: 106.19452, zoom: 15 }, mast: "BGG00045" },
    { cable: "segment:12", list: true, sort: "-height_m" },
    { spot: { lat: 21.273412, lon: 106.194523 }, ask: { ...USUAL_ASK, operator: "VTL", height_m: "30,5" } },
    { hidden: [] },
    { area: "u.218@start~-c.gotpUglgiE.500", mast: "BGG00045" },
    { day: "2019-12-31", list: true },
    { hidden: ["layer-zones", "operator-VNPT"] },
  ];
  for (const view of views) {
    const whole = { ...readAddress(""), ...view };
    assert.deepEqual(readAddress(writeAddress(whole)), whole);
  }
});

test("a colon and a comma stay readable in what is sent to others", () => {
  const view = { ...readAddress(""), at: { lat: 21, lon: 106, zoom: 12 }, cable: "node:3" };
  assert.equal(writeAddress(view), "#at=21.00000,106.00000,12&cable=node:3");
  assert.equal(
    writeAddress({ ...readAddress(""), area: "u.218@start~u.2@start" }),
    "#area=u.218@start~u.2@start",
  );
});

test("a place that is none is left out, not guessed", () => {
  for (const hash of [
    "#at=",
    "#at=21",
    "#at=x,y",
    "#at=91,106,12",
    "#at=21,181",
    "#at=,106",
    "#spot=21,",
    "#spot=91,0",
  ]) {
    const view = readAddress(hash);
    assert.deepEqual([view.at, view.spot], [null, null], hash);
  }
  assert.equal(readAddress("#at=21,106").at.zoom, 14);
});
