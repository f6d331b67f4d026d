// The map of a design: what its drawing holds by kind, and where what was found lies.
import { CableLayer } from "../map/cable_layer.js";
import { borders, css, fit, prepare } from "../map/ground/ground.js";

const { L } = window;
const { map, config } = window.btsDesk;
prepare(map, config, { panes: ["zones", "cables", "drawing"], still: true }); // the page scrolls
map.createPane("found").style.zIndex = "470"; // what was found lies over what was drawn

const STYLES = {
  outline: { color: "#3c2415", weight: 2, dashArray: "8 4", fillOpacity: 0.03 },
  plot: { color: "#7a6a55", weight: 0.8, fillOpacity: 0.12 },
  street: { color: "#8a94a0", weight: 1.2, dashArray: "2 4" },
  duct: { color: "#1f4e9c", weight: 2.6 },
  aerial: { color: "#b3470a", weight: 2 },
};
const HIGH = { color: "#6a2c91", weight: 1.4, fillOpacity: 0.2 };
const MAST = { color: "#ffffff", weight: 1.5, fillColor: "#5f6b76", fillOpacity: 1 };
const SPOTS = { chamber: 3, pole: 3, bts: 8, cabinet: 5, room: 5 };
const SPOT_COLOURS = {
  chamber: "#1f4e9c",
  pole: "#b3470a",
  bts: "#111111",
  cabinet: "#007d8a",
  room: "#6a2c91",
};
const TONES = {
  fail: "--fail",
  consent: "--consent",
  review: "--review",
  unknown: "--unknown",
  pass: "--pass",
  na: "--line-strong",
};

function words(text) {
  const made = document.createElement("span");
  made.textContent = text;
  return made;
}

// A tooltip for each shape of a layer: what stands in a collection has no element of its own to hold one.
function name(layer, text) {
  if (layer.eachLayer) layer.eachLayer((inner) => name(inner, text));
  else layer.bindTooltip(words(text), { sticky: true, className: "mast-tip" });
}

const canvas = L.canvas({ pane: "drawing" });
function style({ properties }) {
  const own = properties.more === "high_rise" ? HIGH : STYLES[properties.kind];
  return { renderer: canvas, ...(own ?? { color: SPOT_COLOURS[properties.kind], weight: 2 }) };
}
function draw(data) {
  L.geoJSON(data, {
    pane: "drawing",
    style,
    pointToLayer: ({ properties }, at) =>
      L.circleMarker(at, {
        renderer: canvas,
        pane: "drawing",
        radius: SPOTS[properties.kind] ?? 4,
        color: SPOT_COLOURS[properties.kind] ?? "#111111",
        weight: 2,
        fillOpacity: 0.8,
      }),
    onEachFeature: ({ properties }, layer) => {
      if (properties.label && properties.kind !== "street") name(layer, properties.label);
    },
  }).addTo(map);
}

const places = new Map();
const outcomes = new Map();
let chosen = null;
function tone(outcome, { strong = false } = {}) {
  return {
    color: css(TONES[outcome]),
    weight: strong ? 7 : 3.5,
    opacity: strong ? 1 : 0.75,
    fillOpacity: strong ? 0.3 : 0.1,
  };
}
function choose(id, { move = true } = {}) {
  const before = places.get(chosen);
  before?.setStyle(tone(outcomes.get(chosen)));
  for (const row of document.querySelectorAll("[data-finding]"))
    row.classList.toggle("chosen", row.dataset.finding === id);
  chosen = id;
  const layer = places.get(id);
  if (!layer) return;
  layer.setStyle(tone(outcomes.get(id), { strong: true })).bringToFront();
  if (move) fit(map, layer.getBounds().pad(0.3), { maxZoom: 18 });
}
for (const feature of config.found ?? []) {
  const { id, outcome, label } = feature.properties;
  if (outcome === "pass" || outcome === "na") continue;
  const layer = L.geoJSON(feature, {
    pane: "found",
    style: () => tone(outcome),
    pointToLayer: (_, at) => L.circleMarker(at, { pane: "found", radius: 11, ...tone(outcome) }),
  });
  outcomes.set(id, outcome);
  name(layer, label);
  layer.on("click", () => {
    choose(id, { move: false });
    document.querySelector(".chosen[data-finding]")?.scrollIntoView({ block: "nearest" });
  });
  places.set(id, layer.addTo(map));
}
document.addEventListener("click", (event) => {
  const button = /** @type {HTMLElement} */ (event.target).closest("button[data-show]");
  if (!(button instanceof HTMLElement)) return;
  choose(button.dataset.show);
  if (window.matchMedia("(max-width: 1000px)").matches)
    document.querySelector(".map-box").scrollIntoView({ block: "nearest" });
});

for (const { code, lon, lat } of config.masts ?? [])
  L.circleMarker([lat, lon], { renderer: canvas, pane: "drawing", radius: 6, ...MAST })
    .bindTooltip(words(code), { className: "mast-tip" })
    .addTo(map);
fit(map, config.box, { maxZoom: 18 });
if (config.urls.cables) new CableLayer(config, { opacity: 0.6 }).addTo(map);
if (config.drawn) draw({ type: "FeatureCollection", features: config.drawn });
const [data] = await Promise.all([
  config.urls.shapes
    ? fetch(config.urls.shapes)
        .then((answer) => (answer.ok ? answer.json() : null))
        .catch(() => null)
    : null,
  borders(map, config),
]);
if (data) draw(data);
else if (config.urls.shapes) {
  const said = document.getElementById("map-failed");
  said.textContent = config.texts.failed;
  said.hidden = false;
}
document.getElementById("refusal")?.focus();
document.body.dataset.ready = "1";
