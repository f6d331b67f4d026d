// What every map of a storm draws: borders of communes, and the track with past and forecast apart.
import { nameZoom } from "../map/zoom_words.js";

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
  if (config.land?.length) drawLand(map, config);
}

// A rough outline of the land with a few names, where there is no background to judge a track by.
const LAND_CUT = 95.5; // degrees east: the outline of the mainland ends there
const NAMES_UNTIL = 8; // nearer, the outline is too coarse and the names lie over the masts
function drawLand(map, { land, places, texts }) {
  for (const [name, order] of [
    ["land", 340],
    ["names", 440],
  ]) {
    const pane = map.createPane(name);
    pane.style.zIndex = order;
    pane.style.pointerEvents = "none";
  }
  const style = { pane: "land", interactive: false, renderer: L.svg({ pane: "land" }) };
  for (const ring of land) {
    L.polygon(ring, { ...style, stroke: false, fillColor: css("--storm-land"), fillOpacity: 1 }).addTo(map);
    const west = Math.min(...ring.map(([, lon]) => lon));
    const cut = west < LAND_CUT ? ring.filter(([, lon]) => lon > LAND_CUT) : [...ring, ring[0]]; // an edge is no coast
    L.polyline(cut, { ...style, color: css("--storm-coast"), weight: 1 }).addTo(map);
  }
  for (const place of places) {
    const icon = L.divIcon({
      className: place.city ? "place-name is-city" : "place-name",
      html: words(place.name),
      iconSize: [0, 0],
    });
    L.marker(place.at, { pane: "names", interactive: false, keyboard: false, icon }).addTo(map);
  }
  const far = () => map.getContainer().classList.toggle("is-near", map.getZoom() > NAMES_UNTIL);
  map.on("zoomend", far);
  far();
  map.attributionControl?.addAttribution(texts.coast);
}

// One line for what was observed, one broken for what is forecast; a dot with words for each point.
export function drawTrack(map, config) {
  const { track } = config;
  const firstForecast = track.findIndex((point) => point.forecast);
  const past = firstForecast < 0 ? track : track.slice(0, firstForecast);
  const coming = firstForecast < 0 ? [] : track.slice(Math.max(0, firstForecast - 1));
  const line = { pane: "track", interactive: false, color: css("--storm-track"), weight: 3 };
  for (const [points, dash] of [
    [past, null],
    [coming, "8 7"],
  ]) {
    if (points.length < 2) continue;
    const places = points.map((point) => point.at);
    L.polyline(places, { ...line, color: "#fff", weight: 6, opacity: 0.85 }).addTo(map);
    L.polyline(places, { ...line, dashArray: dash }).addTo(map);
  }
  for (const point of track) {
    const mark = L.circleMarker(point.at, {
      pane: "track",
      radius: 5,
      color: css("--storm-track"),
      weight: 2,
      fillColor: point.forecast ? "#fff" : css("--storm-track"),
      fillOpacity: 1,
    });
    mark.bindTooltip(words(point.words), { direction: "top" }).addTo(map);
  }
}

export async function drawBorders(map, url, background) {
  const data = await fetch(url)
    .then((answer) => (answer.ok ? answer.json() : null))
    .catch(() => null);
  if (!data) return null;
  return L.geoJSON(data, {
    pane: "ground",
    interactive: false,
    style: {
      color: "#7d8a93",
      weight: 0.8,
      dashArray: "4 3",
      fill: true,
      fillColor: "#fbfbf8",
      fillOpacity: background ? 0 : 1,
    },
  }).addTo(map);
}
