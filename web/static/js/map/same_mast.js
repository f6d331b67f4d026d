// The small map of a pair: both masts with the error of their positions, and what stands around.
import { borders, css, prepare } from "./ground/ground.js";
import { drawSign } from "./mast_signs.js";

const { L } = window;
const { map, config } = window.btsDesk;
const [one, other] = config.sides;

prepare(map, config, { panes: [], still: true, furthest: 22 }); // two metres can be told apart

function sign(mast, r) {
  const half = r + 4;
  const ratio = window.devicePixelRatio > 1 ? 2 : 1;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = half * 2 * ratio;
  const ctx = canvas.getContext("2d");
  ctx.scale(ratio, ratio);
  ctx.translate(half, half);
  const colours = config.operators.filter((_, bit) => (mast.networks >> bit) & 1).map((item) => item.colour);
  drawSign(ctx, r, config.classes[mast.class].shape, colours, config.states[mast.state].code);
  return L.divIcon({ className: "mast-sign", html: canvas, iconSize: [half * 2, half * 2] });
}

function words(text) {
  const made = document.createElement("span");
  made.textContent = text;
  return made;
}

for (const mast of config.around) {
  L.marker(mast.at, { icon: sign(mast, 6), keyboard: false, opacity: 0.75 })
    .bindTooltip(words(mast.code), { direction: "top", className: "mast-tip" })
    .addTo(map);
}

const ink = css("--ink-soft");
for (const side of config.sides) {
  L.circle(side.at, {
    radius: side.accuracy,
    interactive: false,
    color: ink,
    weight: 1.2,
    dashArray: "4 4",
    fillColor: ink,
    fillOpacity: 0.05,
  }).addTo(map);
}
L.polyline([one.at, other.at], {
  interactive: false,
  color: css("--review"),
  weight: 2.5,
  dashArray: "6 4",
}).addTo(map);
for (const side of config.sides)
  L.marker(side.at, { icon: sign(side, 9), keyboard: false, interactive: false, zIndexOffset: 500 }).addTo(
    map,
  );

// Each name stands on the side away from the other mast.
const names = L.layerGroup().addTo(map);
function label(at, [dx, dy], text, kind) {
  const place = map.layerPointToLatLng(map.latLngToLayerPoint(at).add([dx, dy]));
  L.marker(place, {
    keyboard: false,
    interactive: false,
    zIndexOffset: 900,
    icon: L.divIcon({ className: `pair-name ${kind}`, html: words(text), iconSize: [0, 0] }),
  }).addTo(names);
}
function nameThem() {
  names.clearLayers();
  const up = one.at[0] >= other.at[0] ? -1 : 1;
  label(one.at, [0, 24 * up], one.code, "");
  label(other.at, [0, -24 * up], other.code, "");
  const [from, to] = [one.at, other.at].map((at) => map.latLngToLayerPoint(at));
  if (config.distance === null || from.distanceTo(to) < 90) return;
  const length = new Intl.NumberFormat(config.lang === "vi" ? "vi-VN" : "en-GB", {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  }).format(config.distance);
  label([(one.at[0] + other.at[0]) / 2, (one.at[1] + other.at[1]) / 2], [0, 0], `${length} m`, "length");
}
map.on("zoomend", nameThem);

const bounds = L.latLngBounds([one.at, other.at]);
map.invalidateSize();
map.fitBounds(bounds.pad(0.9), { animate: false, maxZoom: config.background?.tileUrl ? 19 : 21.5 });
nameThem();

await borders(map, config);
document.body.dataset.ready = "1";
