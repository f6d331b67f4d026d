// The situation of a storm: the map with its slider, and on a wall the page that renews itself.

import { css } from "../map/ground/ground.js";
import { placeOf } from "../map/mast_canvas.js";
import { readMasts, StormLayer } from "./layer.js";
import { drawBorders, drawTrack, prepare, words } from "./map.js";

const { L } = window;
const { map, config } = window.btsDesk;
const { texts } = config;
const slider = document.getElementById("time");
const said = document.getElementById("time-said");
const play = document.getElementById("play");
const KEY = `storm-view-${location.pathname}`;

const unfold = document.getElementById("unfold");
unfold?.addEventListener("click", () => {
  document.getElementById("more-communes").classList.remove("folded");
  unfold.setAttribute("aria-expanded", "true");
  unfold.parentElement.hidden = true;
});

prepare(map, config);
drawTrack(map, config);
const [west, south, east, north] = config.office;
map.fitBounds(
  [
    [south, west],
    [north, east],
  ],
  { animate: false },
);

const colours = config.bands.map((band) => css(`--band-${band.code}`));
const layer = new StormLayer(colours).addTo(map);
const rings = L.layerGroup().addTo(map);
let times = null;
let communes = null;
let index = 0;

const LEVEL_FILL = (level) =>
  level >= 12
    ? css("--level-12")
    : level >= 10
      ? css("--level-10")
      : level >= 8
        ? css("--level-8")
        : level >= 6
          ? css("--level-6")
          : null;

function showMoment(at) {
  if (!times) return; // not there yet, or not to be had
  index = Math.min(Math.max(at, 0), times.moments.length - 1);
  const moment = times.moments[index];
  slider.value = String(index);
  rings.clearLayers();
  for (const [level, ring] of Object.entries(moment.rings)) {
    L.polygon(ring, {
      pane: "rings",
      interactive: false,
      color: css(`--ring-${level}`),
      weight: 2,
      fillColor: css(`--ring-${level}`),
      fillOpacity: 0.06,
    }).addTo(rings);
  }
  L.circleMarker(moment.at, {
    pane: "track",
    radius: 9,
    color: css("--ring"),
    weight: 3,
    fillColor: css("--storm-centre"),
    fillOpacity: 1,
  })
    .bindTooltip(words(`${texts.centre} · ${moment.time}`), { direction: "top" })
    .addTo(rings);
  const levels = new Map(times.communes.map(([kind, name], at2) => [`${kind}|${name}`, moment.levels[at2]]));
  communes?.eachLayer((part) => {
    const { kind, name } = part.feature.properties;
    const fill = LEVEL_FILL(levels.get(`${kind}|${name}`) ?? 0);
    part.setStyle({ fillColor: fill ?? css("--map-land"), fillOpacity: fill ? 0.55 : 0 });
  });
  const byName = new Map(times.communes.map(([, , full], at2) => [full, moment.levels[at2]]));
  for (const cell of document.querySelectorAll("[data-commune]")) {
    const level = byName.get(cell.dataset.commune);
    cell.textContent = level === undefined ? "–" : level < 6 ? "< 6" : `${texts.level} ${level}`;
  }
  const strong = moment.levels.filter((level) => level >= 8).length;
  const most = moment.levels.reduce((best, level, at2) => (level > moment.levels[best] ? at2 : best), 0);
  const inside =
    moment.levels[most] >= 6
      ? [
          texts.communes.replace("COUNT", strong).replace("ALL", moment.levels.length),
          texts.strongest.replace("PLACE", times.communes[most][2]).replace("LEVEL", moment.levels[most]),
        ].join("; ")
      : texts.calm;
  const sentence = `${moment.time} · ${moment.forecast ? texts.forecast : texts.past} · ${texts.centre} ${texts.level} ${moment.level} · ${inside}`;
  said.textContent = sentence;
  slider.setAttribute("aria-valuetext", sentence);
  keep();
}

function keep() {
  const { lat, lng } = map.getCenter();
  sessionStorage.setItem(
    KEY,
    JSON.stringify({ bulletin: config.bulletin, lat, lng, zoom: map.getZoom(), index }),
  );
}

function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? "null");
  } catch {
    return null;
  }
}

let timer = 0;
function stop() {
  clearInterval(timer);
  timer = 0;
  play.setAttribute("aria-pressed", "false");
  play.textContent = texts.play;
}
play.addEventListener("click", () => {
  if (timer) {
    stop();
    return;
  }
  if (!times) return;
  play.setAttribute("aria-pressed", "true");
  play.textContent = texts.stop;
  if (index === times.moments.length - 1) showMoment(0);
  timer = setInterval(() => {
    if (index >= times.moments.length - 1) stop();
    else showMoment(index + 1);
  }, 500);
});
slider.addEventListener("input", () => {
  stop();
  showMoment(Number(slider.value));
});
document.getElementById("back").addEventListener("click", () => {
  stop();
  showMoment(index - 1);
});
document.getElementById("forward").addEventListener("click", () => {
  stop();
  showMoment(index + 1);
});

let opened = 0;
async function openMast(i) {
  const mine = ++opened;
  const html = await fetch(`${config.urls.mast}${i}`, { headers: { "X-Part": "1" } })
    .then((answer) => (answer.ok ? answer.text() : ""))
    .catch(() => "");
  if (!html || mine !== opened) return;
  const part = /** @type {HTMLElement} */ (
    new DOMParser().parseFromString(html, "text/html").body.firstElementChild
  );
  L.popup({ maxWidth: 320, autoPanPadding: [16, 16] })
    .setLatLng(placeOf(layer.masts, i))
    .setContent(part)
    .openOn(map);
}
map.on("click", (event) => {
  const i = layer.masts ? layer.hit(event.containerPoint, 18) : -1;
  if (i >= 0) openMast(i);
});
map.on("moveend", () => {
  if (times) keep();
});

const got = (url, how) =>
  fetch(url)
    .then((answer) => (answer.ok ? answer[how]() : null))
    .catch(() => null);
const [borders, masts, moments] = await Promise.all([
  drawBorders(map, config),
  got(config.urls.masts, "arrayBuffer"),
  got(config.urls.times, "json"),
]);
communes = borders;
if (masts) layer.setMasts(readMasts(masts));
const before = kept();
if (before && Number.isFinite(before.lat) && before.zoom)
  map.setView([before.lat, before.lng], before.zoom, { animate: false });
if (moments?.moments.length) {
  times = moments;
  slider.max = String(times.moments.length - 1);
  slider.disabled = false;
  showMoment(before?.bulletin === config.bulletin ? before.index : times.start);
} else {
  said.textContent = texts.failed;
  play.disabled = true;
}
document.body.dataset.ready = "1";

// On a wall the page renews itself; the map, its place and the slider stay, unless another bulletin is in use.
const frame = document.querySelector("[data-reload]");
if (frame) {
  setInterval(async () => {
    const html = await got(location.href, "text");
    if (!html) return;
    const fresh = new DOMParser().parseFromString(html, "text/html");
    if (fresh.querySelector("[data-bulletin]")?.dataset.bulletin !== frame.dataset.bulletin) {
      keep();
      location.reload();
      return;
    }
    for (const part of document.querySelectorAll("[data-live]")) {
      const newer = fresh.getElementById(part.id);
      if (newer) part.replaceWith(document.importNode(newer, true));
    }
  }, Number(frame.dataset.reload) * 1000);
}
