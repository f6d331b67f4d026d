// The map beside a table of zones: a row shows its zone, a zone its row; masts that would change as dots.
import { borders, css, fit, prepare } from "../map/ground/ground.js";
import { zoneStyle } from "../map/zone_layer.js";

const { L } = window;
const { map, config } = window.btsDesk;
prepare(map, config, { still: true }); // the page scrolls

const shapes = new Map();
const strong = { weight: 4, fillOpacity: 0.3 };
let chosen = null;

function choose(id, { move = true } = {}) {
  if (chosen !== null) shapes.get(chosen)?.setStyle(zoneStyle(shapes.get(chosen).feature.properties));
  for (const row of document.querySelectorAll("tr[data-zone]"))
    row.classList.toggle("chosen", row.dataset.zone === id);
  chosen = id;
  const shape = shapes.get(id);
  if (!shape) return;
  shape.setStyle(strong).bringToFront();
  if (move) fit(map, shape.getBounds());
}

function words(text) {
  const made = document.createElement("span");
  made.textContent = text;
  return made;
}

L.geoJSON(config.features, {
  pane: "zones",
  style: (feature) => zoneStyle(feature.properties),
  onEachFeature: (feature, layer) => {
    shapes.set(feature.properties.id, layer);
    layer.bindTooltip(words(feature.properties.name), { sticky: true, className: "mast-tip" });
    if (config.pick) {
      layer.on("click", () => {
        choose(feature.properties.id, { move: false });
        document.querySelector("tr.chosen")?.scrollIntoView({ block: "nearest" });
      });
    }
  },
}).addTo(map);

const points = new Map();
const canvas = L.canvas({ pane: "drawing" });
for (const point of config.points ?? []) {
  const dot = L.circleMarker(point.at, {
    renderer: canvas,
    pane: "drawing",
    radius: 5,
    weight: 1.5,
    color: "#fff",
    fillColor: css(point.worse ? "--fail" : "--pass"),
    fillOpacity: 0.95,
  })
    .bindTooltip(words(point.code), { className: "mast-tip" })
    .addTo(map);
  points.set(point.code, dot);
}

document.addEventListener("click", (event) => {
  const button = /** @type {HTMLElement} */ (event.target).closest("button[data-show], button[data-point]");
  if (!button) return;
  if (button.dataset.show) {
    choose(button.dataset.show);
  } else {
    const dot = points.get(button.dataset.point);
    if (!dot) return;
    map.setView(dot.getLatLng(), Math.max(map.getZoom(), 14), { animate: false });
    dot.openTooltip();
  }
  if (window.matchMedia("(max-width: 1000px)").matches)
    document.querySelector(".map-box").scrollIntoView({ block: "nearest" });
});

fit(map, config.box);
await borders(map, config);
document.getElementById("refusal")?.focus();
document.body.dataset.ready = "1";
