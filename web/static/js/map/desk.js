// The desk: puts the layers on the map that Folium made, and keeps map, panel, sheet and address in step.

import { copyText } from "../frame/copy.js";
import { readAddress, USUAL_ASK, writeAddress } from "./address.js";
import { CableLayer } from "./cable_layer.js";
import { drawSwatch as drawCable, drawNode } from "./cable_signs.js";
import { startSight } from "./chosen_sight.js";
import { startStrip } from "./coordinate_strip.js";
import { loadCritical } from "./critical_layer.js";
import { EvidenceLayer } from "./evidence.js";
import { startFinder } from "./finder.js";
import { markLine, showFound } from "./found_places.js";
import { prepare } from "./ground/ground.js";
import { loadHazards } from "./hazard_layer.js";
import { MastLayer, readMasts } from "./mast_layer.js";
import { drawSign } from "./mast_signs.js";
import { NEAR } from "./near_layer.js";
import { overdueLayer } from "./overdue_layer.js";
import { startPanel } from "./panel.js";
import { startPointer } from "./pointer.js";
import * as sheet from "./sheet.js";
import { startLayers } from "./shown_layers.js";
import { startTools } from "./tools/desk_tools.js";
import { startTable } from "./tools/docked_table.js";
import { NEVER, startDay } from "./tools/shown_day.js";
import { borderLayer, drawSwatch, zoneLayer } from "./zone_layer.js";

const { L } = window;
const { map, config } = window.btsDesk;
const byId = (id) => document.getElementById(id);

prepare(map, config, { panes: ["zones", "cables", "evidence", "masts"], passive: true });
const canvas = {
  borders: L.canvas({ pane: "borders", padding: 0.3 }),
  zones: L.canvas({ pane: "zones", padding: 0.3 }),
};
const mastLayer = new MastLayer(config).addTo(map);
const evidence = new EvidenceLayer(map);
const sight = startSight(map);
let view = readAddress(location.hash || config.firstView);
let applying = false;

// ---- addresses -------------------------------------------------------------------------------------------
function remember({ push = false } = {}) {
  const centre = map.getCenter();
  view.at = { lat: centre.lat, lon: centre.lng, zoom: map.getZoom() };
  const hash = writeAddress(view);
  if (hash === location.hash) return;
  if (push) history.pushState(null, "", hash);
  else history.replaceState(null, "", hash);
}

async function apply(next) {
  applying = true;
  if (tools.is("area")) tools.end();
  view = next;
  panel.setHidden(view.hidden);
  shownDay.set(view.day);
  if (view.list) table.open(view.sort);
  else table.close();
  pressed();
  if (view.mast || view.cable || view.spot)
    sheet.open(); // before the map is set, for the map gives it room
  else sheet.close();
  sight.fit();
  if (view.at) map.setView([view.at.lat, view.at.lon], view.at.zoom, { animate: false });
  else map.fitBounds(config.box, { animate: false, padding: [8, 8] });
  applying = false;
  table.refresh();
  if (view.area) tools.start("area", view);
  if (view.mast) await openSite({ code: view.mast }, { push: false, move: !view.at, enter: !view.at });
  else if (view.cable)
    await openCable(
      { kind: view.cable.split(":")[0], id: view.cable.split(":")[1] },
      { push: false, move: !view.at },
    );
  else if (view.spot) await openSpot(view.spot, { push: false, move: !view.at });
  else shut({ push: false });
}

function whole() {
  map.fitBounds(config.whole, { animate: false, padding: [8, 8] });
}

// ---- what the sheet shows --------------------------------------------------------------------------------
function settle({ push, ...chosen }) {
  Object.assign(view, { mast: null, cable: null, spot: null }, chosen);
  if (push) remember({ push: true });
}

// Parts that are today's, whatever day the map shows; what may stand at a spot is of the day that is shown.
async function showToday(...asked) {
  const part = await sheet.showPart(...asked);
  shownDay.note(part, view.day);
  return part;
}

// Whether what is chosen was chosen by the keyboard, which then goes on to what opens.
const byKeys = () => Boolean(document.activeElement?.matches("input, tr, :focus-visible"));

async function openSite({ code = null, number = null }, { push = true, move = false, enter = false } = {}) {
  const query = code === null ? { number } : { code };
  evidence.clear();
  const part = await showToday(`${config.urls.site}?${new URLSearchParams(query)}`, config.texts);
  if (part === undefined) return; // what was chosen meanwhile keeps its halo
  if (!part?.dataset.code) {
    mastLayer.select(-1);
    return;
  }
  /** @type {[number, number]} */
  const place = [Number(part.dataset.lat), Number(part.dataset.lon)];
  settle({ mast: part.dataset.code, push });
  mastLayer.select(number === null ? siteAt(place) : Number(number));
  sight.show(place, push, move ? 16 : null);
  if (enter) sheet.enter();
}

// A segment or node of outside cable, by its number in tiles or by its id.
async function openCable(wanted, { push = true, move = false } = {}) {
  mastLayer.select(-1);
  evidence.clear();
  const part = await showToday(`${config.urls.cable}?${new URLSearchParams(wanted)}`, config.texts);
  if (!part?.dataset.id) return;
  settle({ cable: `${part.dataset.kind}:${part.dataset.id}`, push });
  const place = evidence.halo(
    part.dataset.line
      ? JSON.parse(part.dataset.line)
      : { type: "Point", coordinates: [Number(part.dataset.lon), Number(part.dataset.lat)] },
  );
  sight.show(place, push, move ? 16 : null);
}

function siteAt([lat, lon]) {
  const { masts } = mastLayer;
  let best = -1;
  let nearest = 3e-6;
  for (let i = 0; masts && i < masts.n; i += 1) {
    const away = Math.max(
      Math.abs(masts.south + masts.lat[i] * 1e-6 - lat),
      Math.abs(masts.west + masts.lon[i] * 1e-6 - lon),
    );
    if (away < nearest) {
      best = masts.site[i];
      nearest = away;
    }
  }
  return best;
}

async function openSpot(spot, { push = true, move = false, keepFocus = false, enter = false } = {}) {
  const ask = { ...view.ask, as_of: view.ask.as_of || (view.day ?? "") }; // by the law of the day that is shown
  const asked = Object.fromEntries(Object.entries(ask).filter(([, value]) => value !== ""));
  const query = new URLSearchParams({ lon: spot.lon.toFixed(6), lat: spot.lat.toFixed(6), ...asked });
  mastLayer.select(-1);
  evidence.clear();
  evidence.mark(spot);
  settle({ spot, push });
  const part = await sheet.showPart(`${config.urls.spot}?${query}`, config.texts, { keepFocus });
  if (part === undefined) return;
  if (part?.classList.contains("spot")) evidence.draw(part, spot);
  sight.show([spot.lat, spot.lon], push, move ? 15 : null);
  if (enter) sheet.enter();
}

const pressed = () => byId("show-list").setAttribute("aria-pressed", String(view.list));
function showTable(wanted) {
  view.list = wanted;
  pressed();
  if (wanted) table.open();
  else table.close();
  view.sort = table.sort();
  remember({ push: true });
}

function shut({ push = true } = {}) {
  const given = sheet.close();
  sight.forget();
  mastLayer.select(-1);
  evidence.clear();
  settle({ push });
  return given;
}

// ---- the map under the pointer ---------------------------------------------------------------------------
startPointer(map, config, mastLayer);
startStrip(map, config);
const cables = new CableLayer(config);
cables.on("failed", () => fault());
let clicks = 0;
map.on("click", async (event) => {
  if (tools.active()) return;
  const [mine, before] = [++clicks, sheet.asked()];
  const item = mastLayer.hit(event.containerPoint, sheet.narrow.matches ? 16 : 5);
  if (!item && map.hasLayer(cables)) {
    const found = await cables.hit(event.latlng, sheet.narrow.matches ? 14 : 6);
    if (mine !== clicks || before !== sheet.asked()) return; // one clicked or chose on while the tile came
    if (found) {
      openCable(found);
      return;
    }
  }
  if (!item) openSpot({ lat: event.latlng.lat, lon: event.latlng.lng });
  else if (item.mast >= 0) openSite({ number: mastLayer.masts.site[item.mast] });
  else map.setView(mastLayer.placeOf(item), Math.min(map.getZoom() + 2, 18));
});
map.getContainer().addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target === map.getContainer() && !tools.active()) askCentre();
});
const askCentre = () => {
  const at = map.getCenter();
  openSpot({ lat: at.lat, lon: at.lng }, { enter: true });
};
byId("ask-here").addEventListener("click", askCentre);
byId("ask-centre").addEventListener("click", askCentre);

// ---- panel, sheet, search --------------------------------------------------------------------------------
const panel = startPanel(config, mastLayer, {
  changed(hidden) {
    view.hidden = hidden;
    if (!applying) remember();
    table.refresh();
  },
  layer(name, wanted, byHand = false) {
    if (byHand) ticked.add(name);
    layers.show(name, wanted);
  },
});
// Where a sign lies over a mast, the press is the mast's.
function mastFirst({ latlng, originalEvent }) {
  const containerPoint = map.mouseEventToContainerPoint(originalEvent);
  if (!tools.active() && !mastLayer.hit(containerPoint, 2)) return false;
  map.fire("click", { latlng, containerPoint, originalEvent });
  return true;
}
const ticked = new Set(); // layers that were asked for by their name here
const layers = startLayers(map, {
  async make(name, day) {
    if (name === "cables") return cables;
    if (day === NEVER) return L.layerGroup();
    if (name === "borders") return borderLayer(map, config, canvas.borders);
    const from = () => (ticked.has(name) ? 0 : NEAR);
    if (name === "critical") return loadCritical(map, config, { from, over: mastFirst });
    if (name === "overdue") return overdueLayer(map, config, from);
    if (name === "hazards") return loadHazards(config);
    return zoneLayer(config, name, canvas.zones, day);
  },
  since: (name) => shownDay.since(name),
  // a layer of which nothing is in force any more has no box in the panel: it is on where it was in force
  isOn: (name) => panel.isOn(name) ?? shownDay.day !== null,
  shown: (name, layer) => panel.countZones(name, layer.getLayers?.().length),
  fault,
});
const shownDay = startDay(config, mastLayer, {
  layers() {
    for (const name of Object.keys(shownDay.facts.layers))
      layers.show(name, panel.isOn(name) ?? shownDay.day !== null);
  },
  changed(day) {
    view.day = day;
    if (applying) return;
    remember();
    table.refresh();
    if (view.spot && !view.ask.as_of) openSpot(view.spot, { push: false, keepFocus: true });
  },
  fault,
});
const table = startTable(map, config, mastLayer, {
  open({ site }) {
    if (sheet.narrow.matches) showTable(false);
    openSite({ number: site }, { move: sheet.narrow.matches, enter: byKeys() });
  },
  changed() {
    view.sort = table.sort();
    remember();
  },
  closed() {
    showTable(false);
    [byId("show-list"), byId("open-list")].find((opener) => opener.offsetParent)?.focus();
  },
  day: () => view.day,
});
function fault() {
  byId("map-said").textContent = config.texts.failed;
  byId("map-said").hidden = false;
}

function area(text) {
  view.area = text;
  table.filterArea(text);
  if (!applying) remember();
}
const tools = startTools(map, config, {
  mastLayer,
  openSite,
  showPart: showToday,
  shut,
  settle,
  area,
  shownDay,
  address() {
    remember();
    return writeAddress({ ...view, mast: null, cable: null, spot: null });
  },
});
map.on("moveend zoomend", () => {
  if (!applying) {
    remember();
    table.refresh({ moved: true });
  }
});
mastLayer.on("drawn", () => panel.count());
byId("whole").addEventListener("click", whole);
byId("show-list").addEventListener("click", (event) => {
  if (!view.list && event.detail === 0) table.enter(); // pressed by a key
  showTable(!view.list);
});
byId("open-list").addEventListener("click", () => {
  panel.close();
  showTable(true);
});
byId("sheet-close").addEventListener("click", () => {
  if (!shut()) map.getContainer().focus();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && sheet.isOpen() && !event.defaultPrevented) {
    const within = byId("sheet").contains(document.activeElement);
    if (!shut() && within) map.getContainer().focus();
  }
});
sheet.bodyOf().addEventListener("click", async (event) => {
  const target = event.target.closest("[data-site], [data-ask], [data-copy], [data-measure]");
  if (!target) return;
  if (target.dataset.site) {
    event.preventDefault();
    openSite({ code: target.dataset.site }, { move: true });
  }
  if (target.dataset.ask) {
    const [lon, lat] = target.dataset.ask.split(",").map(Number);
    openSpot({ lat, lon });
  }
  if (target.matches("[data-measure]")) tools.start("measure", target.closest("[data-code]").dataset);
  if (target.dataset.copy && (await copyText(target.dataset.copy))) target.title = config.texts.copied;
});
sheet.bodyOf().addEventListener("change", (event) => {
  if (!event.target.closest("#ask") || !view.spot) return;
  const before = view.ask;
  view.ask = {
    ...USUAL_ASK,
    ...Object.fromEntries(/** @type {Iterable<[string, string]>} */ (new FormData(byId("ask")))),
  };
  view.ask.height_m = view.ask.height_m.replace(",", "."); // a number with its comma, as an address says it
  // the day is kept only where someone chose it: otherwise the address means "today", whenever it is opened
  if (event.target.id !== "ask-day") view.ask.as_of = before.as_of;
  openSpot(view.spot, { keepFocus: true });
});
sheet.bodyOf().addEventListener("submit", (event) => event.preventDefault());
const find = (hit) => {
  if (hit.kind === "site") openSite({ code: hit.code }, { move: true, enter: true });
  else if (hit.kind === "operator") panel.onlyOperator(hit.code);
  else if (hit.kind === "position") openSpot({ lat: hit.lat, lon: hit.lon }, { move: true, enter: true });
  else {
    shut({ push: false });
    if (!showFound(map, evidence, hit)) return;
    remember({ push: true });
    const asked = sheet.asked();
    markLine(config, evidence, hit, () => asked === sheet.asked());
  }
};
startFinder(config, find, () => [map.getCenter().lng, map.getCenter().lat]);
window.addEventListener("popstate", () => apply(readAddress()));
new ResizeObserver(sight.fit).observe(map.getContainer());

// ---- start -----------------------------------------------------------------------------------------------
for (const swatch of document.querySelectorAll("canvas[data-swatch]")) drawSwatch(swatch);
panel.drawSigns(drawSign);
for (const canvas of document.querySelectorAll("canvas[data-cable]")) drawCable(canvas);
for (const canvas of document.querySelectorAll("canvas[data-node]")) {
  const ctx = canvas.getContext("2d");
  ctx.scale(2, 2);
  ctx.translate(9, 9);
  drawNode(ctx, canvas.dataset.node, 5);
}
async function loadMasts() {
  const answer = await window.btsDesk.masts;
  if (!answer.ok) throw new Error(String(answer.status));
  mastLayer.setMasts(readMasts(await answer.arrayBuffer()));
}
const loading = loadMasts().catch(fault);
mastLayer.loaded = loading;
await apply(view);
await loading;
if (view.mast) mastLayer.select(siteAt(placeInSheet()));
document.body.dataset.ready = String(Math.round(performance.now()));

/** @returns {[number, number]} */
function placeInSheet() {
  const part = sheet.bodyOf().firstElementChild;
  return [Number(part?.dataset.lat), Number(part?.dataset.lon)];
}
