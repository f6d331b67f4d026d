// The desk: puts the layers on the map that Folium made, and keeps map, panel, sheet and address in step.

import { readAddress, USUAL_ASK, writeAddress } from "./address.js";
import { CableLayer } from "./cable_layer.js";
import { drawSwatch as drawCable, drawNode } from "./cable_signs.js";
import { EvidenceLayer } from "./evidence.js";
import { startFinder } from "./finder.js";
import { MastLayer, readMasts } from "./mast_layer.js";
import { drawSign } from "./mast_signs.js";
import { overdueLayer } from "./overdue_layer.js";
import { startPanel } from "./panel.js";
import * as sheet from "./sheet.js";
import { borderLayer, drawSwatch, zoneLayer } from "./zone_layer.js";
import { nameZoom } from "./zoom_words.js";

const { L } = window;
const { map, config } = window.btsDesk;
const byId = (id) => document.getElementById(id);

for (const [name, order] of /** @type {[string, number][]} */ ([
  ["borders", 310],
  ["zones", 330],
  ["cables", 340],
  ["evidence", 440],
  ["masts", 450],
  ["names", 430],
])) {
  map.createPane(name).style.zIndex = String(order);
  map.getPane(name).style.pointerEvents = "none";
}
L.control.scale({ imperial: false }).addTo(map);
nameZoom(map, config.texts);
map.attributionControl.setPrefix(false);
map.getContainer().classList.toggle("with-background", config.background);
const canvas = {
  borders: L.canvas({ pane: "borders", padding: 0.3 }),
  zones: L.canvas({ pane: "zones", padding: 0.3 }),
};
const mastLayer = new MastLayer(config).addTo(map);
const evidence = new EvidenceLayer(map);
let view = readAddress();
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
  view = next;
  panel.setHidden(view.hidden);
  if (view.mast || view.cable || view.spot || view.list) sheet.open(); // before the map is set, for the map gives it room
  fit();
  if (view.at) map.setView([view.at.lat, view.at.lon], view.at.zoom, { animate: false });
  else whole();
  applying = false;
  if (view.mast) await openSite({ code: view.mast }, { push: false, move: !view.at });
  else if (view.cable)
    await openCable(
      { kind: view.cable.split(":")[0], id: view.cable.split(":")[1] },
      { push: false, move: !view.at },
    );
  else if (view.spot) await openSpot(view.spot, { push: false, move: !view.at });
  else if (view.list) await openList({ push: false });
  else shut({ push: false });
}

const fit = () => map.invalidateSize({ pan: false, animate: false });
function whole() {
  map.fitBounds(config.box, { animate: false, padding: [8, 8] });
}

// ---- what the sheet shows --------------------------------------------------------------------------------
function settle({ push, ...chosen }) {
  Object.assign(view, { mast: null, cable: null, spot: null, list: false }, chosen);
  byId("show-list").setAttribute("aria-pressed", String(view.list));
  if (push) remember({ push: true });
}

function reveal([lat, lon], zoom = null) {
  const target = Math.max(map.getZoom(), zoom ?? 0);
  const lift = sheet.narrow.matches ? window.innerHeight * 0.22 : 0; // the sheet covers the lower half
  const at = map.unproject(map.project([lat, lon], target).add([0, lift]), target);
  map.setView(at, target, { animate: false });
}

// Brings a place that was chosen into the part of the map that the sheet leaves free.
function show(place, push, zoom) {
  fit();
  if (zoom !== null || (push && sheet.narrow.matches)) reveal(place, zoom);
  else if (push) map.panInside(place, { padding: [48, 48], animate: false });
}

async function openSite({ code = null, number = null }, { push = true, move = false } = {}) {
  const query = code === null ? { number } : { code };
  evidence.clear();
  const part = await sheet.showPart(`${config.urls.site}?${new URLSearchParams(query)}`, config.texts);
  if (part === undefined) return; // what was chosen meanwhile keeps its halo
  if (!part?.dataset.code) {
    mastLayer.select(-1);
    return;
  }
  /** @type {[number, number]} */
  const place = [Number(part.dataset.lat), Number(part.dataset.lon)];
  settle({ mast: part.dataset.code, push });
  mastLayer.select(number === null ? siteAt(place) : Number(number));
  show(place, push, move ? 16 : null);
}

// A segment or node of outside cable, by its number in tiles or by its id.
async function openCable(wanted, { push = true, move = false } = {}) {
  mastLayer.select(-1);
  evidence.clear();
  const part = await sheet.showPart(`${config.urls.cable}?${new URLSearchParams(wanted)}`, config.texts);
  if (!part?.dataset.id) return;
  settle({ cable: `${part.dataset.kind}:${part.dataset.id}`, push });
  const place = evidence.halo(
    part.dataset.line
      ? JSON.parse(part.dataset.line)
      : { type: "Point", coordinates: [Number(part.dataset.lon), Number(part.dataset.lat)] },
  );
  show(place, push, move ? 16 : null);
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

async function openSpot(spot, { push = true, move = false, keepFocus = false } = {}) {
  const asked = Object.fromEntries(Object.entries(view.ask).filter(([, value]) => value !== ""));
  const query = new URLSearchParams({ lon: spot.lon.toFixed(6), lat: spot.lat.toFixed(6), ...asked });
  mastLayer.select(-1);
  evidence.clear();
  evidence.mark(spot);
  settle({ spot, push });
  const part = await sheet.showPart(`${config.urls.spot}?${query}`, config.texts, { keepFocus });
  if (part === undefined) return;
  if (part?.classList.contains("spot")) evidence.draw(part, spot);
  show([spot.lat, spot.lon], push, move ? 15 : null);
}

async function openList({ push = true } = {}) {
  mastLayer.select(-1);
  evidence.clear();
  settle({ list: true, push });
  await refreshList({ keepFocus: false });
}

async function refreshList({ keepFocus = true } = {}) {
  const box = map.getBounds();
  const query = new URLSearchParams({
    bbox: [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()].map((v) => v.toFixed(6)).join(","),
  });
  const { operators, classes, states, everyone } = mastLayer.filter;
  if (!everyone) query.set("operators", operators);
  query.set("classes", classes);
  query.set("states", states);
  await sheet.showPart(`${config.urls.list}?${query}`, config.texts, { keepFocus });
}

function shut({ push = true } = {}) {
  sheet.close();
  mastLayer.select(-1);
  evidence.clear();
  settle({ push });
}

// ---- the map under the pointer ---------------------------------------------------------------------------
const cursor = byId("cursor");
const degrees = new Intl.NumberFormat(config.lang === "vi" ? "vi-VN" : "en-GB", {
  minimumFractionDigits: 5,
  maximumFractionDigits: 5,
});

function words(item) {
  if (item.mast < 0) return `${mastLayer.format.format(item.n)} ${config.texts.masts}`;
  const { masts } = mastLayer;
  const networks = config.operators
    .filter((_, bit) => (masts.networks[item.mast] >> bit) & 1)
    .map((one) => one.name);
  return [
    networks.join(", ") || "–",
    config.classes[masts.mastClass[item.mast]].label,
    config.states[masts.state[item.mast]].label,
  ].join(" · ");
}

const tip = L.tooltip({ direction: "top", offset: [0, -8], className: "mast-tip" });
map.on("mousemove", (event) => {
  cursor.textContent = `${degrees.format(event.latlng.lat)}; ${degrees.format(event.latlng.lng)}`;
  const item = mastLayer.hit(event.containerPoint, 4);
  map.getContainer().classList.toggle("on-mast", Boolean(item));
  if (!item) {
    tip.remove();
    return;
  }
  const text = document.createElement("span");
  text.textContent = words(item);
  tip.setContent(text).setLatLng(map.layerPointToLatLng(L.point(item.x, item.y).add(mastLayer._bounds.min)));
  if (!map.hasLayer(tip)) tip.addTo(map);
});
map.on("mouseout", () => tip.remove());
map.on("movestart", () => tip.remove());
const cables = new CableLayer(config);
cables.on("failed", () => fault());
let clicks = 0;
map.on("click", async (event) => {
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
  else
    map.setView(
      map.layerPointToLatLng(L.point(item.x, item.y).add(mastLayer._bounds.min)),
      Math.min(map.getZoom() + 2, 18),
    );
});
map.getContainer().addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target === map.getContainer()) askCentre();
});
const askCentre = () => {
  const at = map.getCenter();
  openSpot({ lat: at.lat, lon: at.lng });
  byId("sheet-body").focus();
};
byId("ask-here").addEventListener("click", askCentre);
byId("ask-centre").addEventListener("click", askCentre);

// ---- panel, sheet, search --------------------------------------------------------------------------------
const panel = startPanel(config, mastLayer, {
  changed(hidden) {
    view.hidden = hidden;
    if (!applying) remember();
    if (view.list) refreshList();
  },
  layer: showLayer,
});
const shown = new Map();
async function showLayer(name, wanted) {
  if (name === "cables") {
    if (wanted) cables.addTo(map);
    else cables.remove();
    return;
  }
  if (!shown.has(name)) {
    if (!wanted) return;
    shown.set(
      name,
      name === "borders"
        ? borderLayer(map, config, canvas.borders)
        : name === "overdue"
          ? overdueLayer(map, config)
          : zoneLayer(config, name, canvas.zones),
    );
    shown.get(name).catch(() => {
      shown.delete(name);
      fault();
    });
  }
  try {
    const layer = await shown.get(name);
    if (panel.isOn(name)) layer.addTo(map);
    else layer.remove();
  } catch {
    /* said by fault() above */
  }
}
function fault() {
  byId("map-said").textContent = config.texts.failed;
  byId("map-said").hidden = false;
}

map.on("moveend zoomend", () => {
  if (!applying) {
    remember();
    if (view.list) refreshList();
  }
});
mastLayer.on("drawn", () => panel.count());
byId("whole").addEventListener("click", whole);
byId("show-list").addEventListener("click", () => (view.list ? shut() : openList()));
byId("open-list").addEventListener("click", () => {
  panel.close();
  openList();
});
byId("sheet-close").addEventListener("click", () => {
  shut();
  map.getContainer().focus();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && sheet.isOpen() && !event.defaultPrevented) shut();
});
sheet.bodyOf().addEventListener("click", async (event) => {
  const target = event.target.closest("[data-site], [data-ask], [data-copy]");
  if (!target) return;
  if (target.dataset.site) {
    event.preventDefault();
    openSite({ code: target.dataset.site }, { move: true });
  }
  if (target.dataset.ask) {
    const [lon, lat] = target.dataset.ask.split(",").map(Number);
    openSpot({ lat, lon });
  }
  if (target.dataset.copy && navigator.clipboard) {
    // there is none on an address that is not encrypted
    await navigator.clipboard.writeText(target.dataset.copy).then(
      () => {
        target.title = config.texts.copied;
      },
      () => {},
    );
  }
});
sheet.bodyOf().addEventListener("change", (event) => {
  if (!event.target.closest("#ask") || !view.spot) return;
  const before = view.ask;
  view.ask = {
    ...USUAL_ASK,
    ...Object.fromEntries(/** @type {Iterable<[string, string]>} */ (new FormData(byId("ask")))),
  };
  // the day is kept only where someone chose it: otherwise the address means "today", whenever it is opened
  if (event.target.id !== "ask-day") view.ask.as_of = before.as_of;
  openSpot(view.spot, { keepFocus: true });
});
sheet.bodyOf().addEventListener("submit", (event) => event.preventDefault());
startFinder(config, (hit) => {
  if (hit.kind === "site") openSite({ code: hit.code }, { move: true });
  else if (hit.kind === "operator") panel.onlyOperator(hit.code);
  else if (hit.kind === "commune" && hit.box) {
    shut({ push: false });
    map.fitBounds(
      [
        [hit.box[1], hit.box[0]],
        [hit.box[3], hit.box[2]],
      ],
      { animate: false },
    );
    remember({ push: true });
  } else if (hit.lon !== null) openSpot({ lat: hit.lat, lon: hit.lon }, { move: true });
});
window.addEventListener("popstate", () => apply(readAddress()));
new ResizeObserver(fit).observe(map.getContainer());

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
await apply(view);
await loading;
if (view.mast) mastLayer.select(siteAt(placeInSheet()));
document.body.dataset.ready = String(Math.round(performance.now()));

/** @returns {[number, number]} */
function placeInSheet() {
  const part = sheet.bodyOf().firstElementChild;
  return [Number(part?.dataset.lat), Number(part?.dataset.lon)];
}
