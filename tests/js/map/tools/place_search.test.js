import assert from "node:assert/strict";
import { test } from "node:test";
import { findPlaces, plain } from "../../../../web/static/js/map/tools/place_search.js";

/** @type {(id: string, kind: string, name: string, level: any, former: boolean, was?: string[]) => any} */
const place = (id, kind, name, level, former, was = []) => ({
  id,
  name,
  label: `${kind} ${name}${former ? " (cũ)" : ""}`,
  level,
  former,
  detail: "",
  was,
});
const PLACES = [
  place("1", "Xã", "Lục Nam", "commune", false, ["Cương Sơn", "Tam Dị"]),
  place("2", "Huyện", "Lục Nam", "district", true),
  place("3", "Huyện", "Lục Ngạn", "district", true),
  place("4", "Thành phố", "Bắc Giang", "district", true),
  place("5", "Phường", "Bắc Giang", "commune", false, ["Thọ Xương", "Ngô Quyền"]),
  place("6", "Xã", "Tam Dị", "commune", true),
  place("7", "Xã", "Đồng Việt", "commune", false, ["Đồng Phúc"]),
];
/** @type {(text: string) => string[]} */
const ids = (text) => findPlaces(PLACES, text).map(({ place }) => place.id);

test("marks and capitals do not matter", () => {
  assert.equal(plain("Đồng  VIỆT, Sơn-Động"), "dong viet son dong");
  assert.equal(plain("\u00d0ồng \u00f0ường"), "dong duong"); // as old fonts and keyboards write đ
  assert.deepEqual(ids("dong viet"), ["7"]);
  assert.deepEqual(ids("ĐỒNG VIỆT"), ["7"]);
});

test("of one name the former district is first, for people think in it", () => {
  assert.deepEqual(ids("luc nam"), ["2", "1"]);
  assert.deepEqual(ids("luc"), ["2", "3", "1"]);
});

test("kinds may be shortened as people shorten them", () => {
  assert.deepEqual(ids("tp bac giang"), ["4"]);
  assert.deepEqual(ids("P. Bắc Giang"), ["5"]);
  assert.deepEqual(ids("h luc nam"), ["2"]);
});

test("a commune of today is found by what it was, and says so", () => {
  const found = findPlaces(PLACES, "tho xuong");
  assert.deepEqual(
    found.map(({ place, by }) => [place.id, by]),
    [["5", "Thọ Xương"]],
  );
  assert.deepEqual(ids("tam di"), ["6", "1"]);
});

test("nothing typed and nothing known find nothing", () => {
  assert.deepEqual(ids(" . "), []);
  assert.deepEqual(ids("ha noi"), []);
});
