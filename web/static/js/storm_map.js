// What every map of a storm draws: borders of communes, and the track with past and forecast apart.
import { nameZoom } from "./zoom_words.js";

const { L } = window;
export const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

export function words(text) {
  const made = document.createElement("span");
  made.textContent = text;
  return made;
}

export function prepare(map, config) {
  nameZoom(map, config.texts);
  map.getContainer().classList.toggle("with-background", config.background);
  map.attributionControl?.setPrefix(false);
  map.setMinZoom(4);
  L.control.scale({ imperial: false }).addTo(map);
  map.scrollWheelZoom.disable(); // the page scrolls
  map.createPane("ground").style.zIndex = 350;
  map.createPane("rings").style.zIndex = 410;
  map.createPane("track").style.zIndex = 450;
  map.createPane("masts").style.zIndex = 430;
  map.invalidateSize();
}

// One line for what was observed, one broken for what is forecast; a dot with words for each point.
export function drawTrack(map, config) {
  const { track } = config;
  const firstForecast = track.findIndex((point) => point.forecast);
  const past = firstForecast < 0 ? track : track.slice(0, firstForecast);
  const coming = firstForecast < 0 ? [] : track.slice(Math.max(0, firstForecast - 1));
  const line = { pane: "track", interactive: false, color: css("--storm-track"), weight: 3 };
  for (const [points, dash] of [[past, null], [coming, "8 7"]]) {
    if (points.length < 2) continue;
    const places = points.map((point) => point.at);
    L.polyline(places, { ...line, color: "#fff", weight: 6, opacity: 0.85 }).addTo(map);
    L.polyline(places, { ...line, dashArray: dash }).addTo(map);
  }
  for (const point of track) {
    const mark = L.circleMarker(point.at, { pane: "track", radius: 5, color: css("--storm-track"), weight: 2, fillColor: point.forecast ? "#fff" : css("--storm-track"), fillOpacity: 1 });
    mark.bindTooltip(words(point.words), { direction: "top" }).addTo(map);
  }
}

export async function drawBorders(map, url, background) {
  const data = await fetch(url).then((answer) => (answer.ok ? answer.json() : null)).catch(() => null);
  if (!data) return null;
  return L.geoJSON(data, {
    pane: "ground", interactive: false,
    style: { color: "#7d8a93", weight: 0.8, dashArray: "4 3", fill: true, fillColor: "#fbfbf8", fillOpacity: background ? 0 : 1 },
  }).addTo(map);
}
