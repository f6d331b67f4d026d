// What every map of a storm draws: borders of communes, and the track with past and forecast apart.
import { leaveTo } from "../map/ground/background.js";
import { borders, css, prepare as lay, layOut } from "../map/ground/ground.js";

const { L } = window;

export function words(text) {
  const made = document.createElement("span");
  made.textContent = text;
  return made;
}

export function prepare(map, config) {
  lay(map, config, { panes: ["rings", "masts", "track"], still: true }); // the page scrolls
  map.setMinZoom(4);
  map.invalidateSize();
  if (config.land?.length) drawLand(map, config);
}

// A rough outline of the land with a few names: a background of the office's own ends near its province.
const LAND_CUT = 95.5; // degrees east: the outline of the mainland ends there
const NAMES_UNTIL = 8; // nearer, the outline is too coarse and the names lie over the masts
function drawLand(map, { land, places, texts }) {
  layOut(map, ["land"]);
  const style = { pane: "land", interactive: false, renderer: L.svg({ pane: "land" }) };
  for (const ring of land) {
    L.polygon(ring, { ...style, className: "storm-land", stroke: false, fillOpacity: 1 }).addTo(map);
    const west = Math.min(...ring.map(([, lon]) => lon));
    const cut = west < LAND_CUT ? ring.filter(([, lon]) => lon > LAND_CUT) : [...ring, ring[0]]; // an edge is no coast
    L.polyline(cut, { ...style, className: "storm-coast", weight: 1 }).addTo(map);
  }
  for (const place of places) {
    const icon = L.divIcon({
      className: place.city ? "place-name is-city" : "place-name",
      html: words(place.name),
      iconSize: [0, 0],
    });
    L.marker(place.at, { pane: "names", interactive: false, keyboard: false, icon }).addTo(map);
  }
  const far = () => {
    const near = map.getContainer().classList.toggle("is-near", map.getZoom() > NAMES_UNTIL);
    leaveTo(map, "land", near ? [] : places.map(({ name }) => name));
  };
  map.on("zoomend", far);
  far();
  map.attributionControl?.addAttribution(texts.coast);
}

// One line for what was observed, one broken for what is forecast; a dot with words for each point.
export function drawTrack(map, config) {
  const { track } = config;
  if (config.cone?.length) {
    const style = {
      pane: "track",
      color: css("--storm-track"),
      weight: 1,
      dashArray: "2 5",
      fillOpacity: 0.08,
    };
    L.polygon(config.cone, style).bindTooltip(words(config.texts.cone), { sticky: true }).addTo(map);
  }
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
    L.polyline(places, { ...line, color: css("--ring"), weight: 6, opacity: 0.85 }).addTo(map);
    L.polyline(places, { ...line, dashArray: dash }).addTo(map);
  }
  for (const point of track) {
    const mark = L.circleMarker(point.at, {
      pane: "track",
      radius: 5,
      color: css("--storm-track"),
      weight: 2,
      fillColor: point.forecast ? css("--storm-track-fill") : css("--storm-track"),
      fillOpacity: 1,
    });
    mark.bindTooltip(words(point.words), { direction: "top" }).addTo(map);
  }
}

// Borders lie over the land's outline, so that the communes' fills say how strong the wind is there.
export const drawBorders = (map, config) =>
  borders(map, config, { style: { weight: 0.8, fill: true, fillOpacity: 0 } });
