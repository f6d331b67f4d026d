// The map beside a table of cable: a row shows its line; the plant around lies beneath as on the desk.
import { cableStyle, drawSwatch } from "../map/cable_signs.js";
import { css, fit } from "../map/ground/ground.js";
import { ground, surroundings } from "./ground.js";

const { L } = window;
const { map, config } = window.btsDesk;
ground(map, config, 0.45);
map.scrollWheelZoom.disable(); // the page scrolls
for (const canvas of document.querySelectorAll("canvas[data-cable]")) drawSwatch(canvas);

const shapes = new Map();
let chosen = null;
function choose(id, { move = true } = {}) {
  if (chosen !== null) shapes.get(chosen)?.setStyle?.(cableStyle(shapes.get(chosen).feature.properties));
  for (const row of document.querySelectorAll("tr[data-zone]"))
    row.classList.toggle("chosen", row.dataset.zone === id);
  chosen = id;
  const shape = shapes.get(id);
  if (!shape) return;
  shape.setStyle?.({ color: css("--halo"), weight: 6, dashArray: null }).bringToFront();
  if (move) fit(map, shape.getBounds().pad(0.4), { maxZoom: 18 });
}
function words(text) {
  const made = document.createElement("span");
  made.textContent = text;
  return made;
}

L.geoJSON(config.features ?? [], {
  pane: "drawing",
  style: (feature) => cableStyle(feature.properties),
  pointToLayer: (_, at) =>
    L.circleMarker(at, { pane: "drawing", radius: 8, color: css("--halo"), weight: 3, fill: false }),
  onEachFeature: (feature, layer) => {
    shapes.set(feature.properties.id, layer);
    if (feature.properties.label)
      layer.bindTooltip(words(feature.properties.label), { sticky: true, className: "mast-tip" });
    if (config.pick)
      layer.on("click", () => {
        choose(feature.properties.id, { move: false });
        document.querySelector("tr.chosen")?.scrollIntoView({ block: "nearest" });
      });
  },
}).addTo(map);
const canvas = L.canvas({ pane: "drawing" });
for (const [lon, lat] of config.points ?? [])
  L.circleMarker([lat, lon], {
    renderer: canvas,
    pane: "drawing",
    radius: 4,
    color: "#3c2415",
    weight: 1.5,
    fillOpacity: 0.9,
  }).addTo(map);
document.addEventListener("click", (event) => {
  const button = /** @type {HTMLElement} */ (event.target).closest("button[data-show]");
  if (!button) return;
  choose(button.dataset.show);
  if (window.matchMedia("(max-width: 1000px)").matches)
    document.querySelector(".map-box").scrollIntoView({ block: "nearest" });
});

// the place of what is told: a click writes it into its field
if (config.place) {
  const field = document.getElementById(config.place);
  let mark = null;
  const put = (at) => {
    mark?.remove();
    mark = L.circleMarker(at, {
      pane: "drawing",
      radius: 9,
      color: css("--halo"),
      weight: 4,
      fill: false,
    }).addTo(map);
  };
  map.on("click", ({ latlng }) => {
    field.value = `${latlng.lat.toFixed(6)}, ${latlng.lng.toFixed(6)}`;
    put(latlng);
  });
  const [lat, lon] = field.value.split(/[;,]\s+/).map((text) => Number(text.replace(",", ".")));
  if (Number.isFinite(lat) && Number.isFinite(lon) && lat) put([lat, lon]);
}
fit(map, config.box, { maxZoom: 18 });
await surroundings(map, config);
document.getElementById("refusal")?.focus();
document.body.dataset.ready = "1";
