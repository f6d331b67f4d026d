import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { test } from "node:test";
import "../page.js";
import {
  checklistsOf,
  fetchPacks,
  goneToday,
  heldChecklists,
  heldPacks,
  knownMast,
  mastOf,
  offeredOf,
  orderOf,
  otherOf,
  textOf,
  wordsOfDefects,
} from "../../../web/static/js/field/pack.js";
import * as store from "../../../web/static/js/field/store.js";

const mast = (code, lon, lat, more = {}) => ({ code, lon, lat, commune: "Xã B", place: 1, ...more });

test("a mast is found without the marks of Vietnamese", () => {
  assert.equal(textOf("  Phường Đồng Nguyên "), "phuong dong nguyen");
});

test("near: from where one stands; commune: as Vietnamese sorts", () => {
  const masts = [
    mast("far", 106.3, 21.3, { commune: "Đa Mai" }),
    mast("near", 106.2, 21.2, { commune: "Xương Lâm" }),
    mast("mid", 106.25, 21.25, { commune: "Đồng Kỳ" }),
  ];
  const codes = (order, fix = null) => orderOf(masts, order, fix).map((one) => one.code);
  assert.deepEqual(codes("near", { lon: 106.2, lat: 21.2 }), ["near", "mid", "far"]);
  assert.deepEqual(codes("commune"), ["far", "mid", "near"]);
  assert.deepEqual(
    masts.map((one) => one.code),
    ["far", "near", "mid"],
  ); // the pack itself is not sorted
});

test("what is due the day after tomorrow comes first, early in the morning of Vietnam too", (context) => {
  context.mock.timers.enable({ apis: ["Date"], now: Date.parse("2026-11-30T06:00:00+07:00") });
  const masts = [
    mast("first", 106.2, 21.2, { due_on: "2026-12-03", place: 1 }),
    mast("due", 106.2, 21.2, { due_on: "2026-12-02", place: 2 }),
  ];
  assert.deepEqual(
    orderOf(masts, "", null).map((one) => one.code),
    ["due", "first"],
  );
});

test("a checklist is offered where it is in force and meant for the form of the mast", () => {
  const lists = [
    { code: "all", forms: [] },
    { code: "guyed", forms: ["guyed"] },
    { code: "old", forms: [], retired_on: "2026-01-01" },
  ];
  const offered = (form) => checklistsOf({ checklists: lists }, { form }).map((list) => list.code);
  assert.deepEqual(offered("guyed"), ["all", "guyed"]);
  assert.deepEqual(offered("monopole"), ["all"]);
  assert.deepEqual(offered(""), ["all", "guyed"]); // what is not known rules nothing out
});

test("a mast of another campaign on this phone is found too", () => {
  const other = { byId: new Map([["s2", { code: "B" }]]) };
  const app = { pack: { byId: new Map([["s1", { code: "A" }]]) }, packs: [other] };
  assert.deepEqual([mastOf(app, "s1").code, mastOf(app, "s2").code, mastOf(app, "s3")], ["A", "B", null]);
});

test("masts of another account, that signed in meanwhile, are not taken for one's own", async () => {
  await store.put("packs", { key: "an/c1", person: "an", campaign: "c1", etag: "", at: "", data: {} });
  globalThis.fetch = async () =>
    new Response(JSON.stringify({ user: "binh", campaigns: [] }), {
      headers: { "Content-Type": "application/json" },
    });
  await assert.rejects(fetchPacks("an"), { kind: "other-person" });
  assert.notEqual(await store.get("packs", "an/c1"), undefined);
});

test("what left the phone is named for a day, whichever loading took it, until it is here again", async () => {
  const data = (id) => ({ campaign: { id, name: { vi: `Đợt ${id}`, en: `Round ${id}` } } });
  for (const id of ["c1", "c2"])
    await store.put("packs", {
      key: `ly/${id}`,
      person: "ly",
      campaign: id,
      etag: "",
      at: "",
      data: data(id),
    });
  let listed = [{ id: "c2" }];
  globalThis.fetch = async (address) => {
    const [, id] = /packs\/(c\d)\.json/.exec(address) ?? [];
    const answer = id ? data(id) : /sheets/.test(address) ? {} : { user: "ly", campaigns: listed };
    return new Response(JSON.stringify(answer), { headers: { "Content-Type": "application/json" } });
  };
  const names = async () => {
    const here = (await heldPacks("ly")).map((pack) => pack.campaign);
    return (await goneToday("ly", here)).map((one) => one.name);
  };
  await fetchPacks("ly");
  assert.deepEqual(await names(), ["Đợt c1"]);
  listed = [];
  await fetchPacks("ly");
  assert.deepEqual(await names(), ["Đợt c1", "Đợt c2"]);
  listed = [{ id: "c1" }];
  await fetchPacks("ly");
  assert.deepEqual(await names(), ["Đợt c2"]);
  assert.deepEqual(await goneToday("an", []), []);
});

test("a mast that the campaign gave to a colleague is of the campaign, another beside it of none", async () => {
  const others = [
    { structure: "s1", code: "A", colleague: "binh" },
    { structure: "s2", code: "B" },
  ];
  const data = { campaign: { id: "c9" }, map: { others } };
  await store.put("packs", { key: "chi/c9", person: "chi", campaign: "c9", etag: "", at: "", data });
  const [pack] = await heldPacks("chi");
  const of = (id) => otherOf({ pack, packs: [] }, id);
  assert.deepEqual([of("s1").campaign, of("s1").colleague], ["c9", "binh"]);
  assert.deepEqual([of("s2").campaign, of("s2").colleague], ["", undefined]);
  assert.equal(knownMast({ pack, packs: [] }, "s2").code, "B"); // a visit of it knows what the phone knows
});

test("the sheets that no campaign brings come along, once, behind those of a campaign", async () => {
  const list = (code, version, forms = []) => ({ code, version, forms, entries: [] });
  const sheets = {
    checklists: [list("office", 2), list("guyed", 2, ["guyed"]), list("monopole", 1, ["monopole"])],
    vocabulary: { defects: { bent: { vi: "Cong", en: "Bent" } } },
  };
  const asked = [];
  globalThis.fetch = async (address, { headers } = {}) => {
    const known = new Headers(headers).get("If-None-Match");
    asked.push([String(address).split("?")[0], known]);
    const path = asked.at(-1)[0];
    if (path === "/field/packs/sheets.json" && known === '"s"') return new Response(null, { status: 304 });
    const answers = {
      "/field/packs.json": { user: "an", campaigns: [{ id: "c1", name: { vi: "Đợt", en: "Round" } }] },
      "/field/packs/c1.json": { campaign: { id: "c1" }, checklists: [list("office", 1), list("cable", 1)] },
      "/field/packs/sheets.json": sheets,
    };
    return new Response(JSON.stringify(answers[path]), {
      headers: { "Content-Type": "application/json", ETag: path.endsWith("sheets.json") ? '"s"' : "" },
    });
  };
  const told = (lists) => lists.map((one) => `${one.code}/${one.version}`);
  for (const _time of [1, 2]) assert.deepEqual((await fetchPacks("an")).failed, []);
  assert.deepEqual(
    asked.filter(([path]) => path === "/field/packs/sheets.json").map(([, known]) => known),
    [null, '"s"'],
  );
  const packs = [{ lists: ["office/1", "cable/1"] }];
  const held = await heldChecklists(packs);
  const { first, more } = offeredOf(checklistsOf({ checklists: held }, { form: "guyed" }));
  assert.deepEqual([told(first), told(more)], [["office/1", "cable/1"], ["guyed/2"]]); // the campaign's version stays
  const alone = offeredOf(await heldChecklists([])); // no campaign at all
  assert.deepEqual([told(alone.first).sort(), alone.more], [["guyed/2", "monopole/1", "office/2"], []]);
  const words = { defects: { rust: {} } };
  assert.deepEqual(Object.keys((await wordsOfDefects({ pack: null })).defects), ["bent"]);
  assert.equal(await wordsOfDefects({ pack: { vocabulary: words } }), words);
});
