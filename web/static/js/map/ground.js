// What lies under every map of zones: scale, communes with their names, and zones drawn as on the desk.
import { nameCommunes, styleOf } from "./zone_layer.js";
import { nameZoom } from "./zoom_words.js";

const { L } = window;
export const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

export function prepare(map, config) {
  for (const [name, order] of [
    ["borders", 310],
    ["scan", 320],
    ["zones", 330],
    ["drawing", 440],
  ]) {
    map.createPane(name).style.zIndex = String(order);
  }
  map.getPane("borders").style.pointerEvents = "none";
  nameZoom(map, config.texts);
  map.getContainer().classList.toggle("with-background", config.background);
  map.attributionControl?.setPrefix(false);
  L.control.scale({ imperial: false }).addTo(map);
  if (!config.background) map.setMaxZoom(20);
}

export function fit(map, box, options = {}) {
  map.invalidateSize();
  map.fitBounds(box, { animate: false, padding: [16, 16], maxZoom: 16, ...options });
}

// Borders matter for finding one's way; without them the map only has no lines there.
export async function borders(map, config) {
  const data = await fetch(config.urls.borders)
    .then((answer) => (answer.ok ? answer.json() : null))
    .catch(() => null);
  if (!data) return null;
  const lines = L.geoJSON(data, {
    pane: "borders",
    interactive: false,
    style: {
      color: "#7d8a93",
      weight: 1,
      dashArray: "4 3",
      fill: !config.background,
      fillColor: "#fbfbf8",
      fillOpacity: 1,
    },
  }).addTo(map);
  nameCommunes(map, data, lines);
  return lines;
}

// Zones are drawn as SVG shapes: one can be clicked, and its fill may be a hatch only on a canvas.
export function zoneStyle(properties) {
  const style = styleOf(properties.layer, "open");
  const forbids = properties.grade === "forbids";
  return {
    color: forbids ? css("--fail") : style.color,
    weight: 2,
    dashArray: properties.error > 0 ? "6 4" : null,
    fillColor: forbids ? css("--fail") : style.color,
    fillOpacity: 0.12,
  };
}
