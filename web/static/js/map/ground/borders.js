// Communes on every map: their borders as thin broken lines, and their names where one is near enough to read them.
import { leaveTo } from "./background.js";
import { outlines } from "./outlines.js";

const { L } = window;
export const BORDER = { line: "#7d8a93", width: 1, dash: [4, 3] };
const land = () => getComputedStyle(document.documentElement).getPropertyValue("--map-land").trim();
const NAMED_FROM = 11; // further out the names would lie upon one another

// Borders matter for finding one's way; without them a map only has no lines there: null.
export const readBorders = (url) =>
  fetch(url)
    .then((answer) => (answer.ok ? answer.json().then(outlines) : null))
    .catch(() => null);

// Over a background a border is a line; without one it also says what is land.
export const borderStyle = (background) => ({
  color: BORDER.line,
  weight: BORDER.width,
  dashArray: BORDER.dash.join(" "),
  fill: !background,
  fillColor: land(),
  fillOpacity: 1,
});

// The borders of a GeoJSON as a layer that is not yet on the map; their names come and go with it.
export function borderLines(map, data, { background, style = {}, ...options }) {
  const lines = L.geoJSON(data, {
    pane: "borders",
    interactive: false,
    ...options,
    style: { ...borderStyle(background), ...style },
  });
  const spots = data.features
    .map(({ properties }) => properties)
    .filter(({ name, at }) => name && at)
    .map(({ name, at: [lon, lat] }) => ({ name, at: [lat, lon] }));
  nameCommunes(map, spots, lines);
  return lines;
}

// Writes names at their places while `group` is shown and one is near enough; the background does not say them again.
export function nameCommunes(map, spots, group) {
  if (!map.getPane("names")) map.createPane("names").style.zIndex = "430";
  map.getPane("names").style.pointerEvents = "none";
  const names = L.layerGroup(
    spots.map(({ name, at }) => {
      const label = document.createElement("span");
      label.textContent = name;
      return L.marker(at, {
        icon: L.divIcon({ className: "commune-name", html: label, iconSize: [0, 0] }),
        interactive: false,
        keyboard: false,
        pane: "names",
      });
    }),
  );
  const said = spots.map(({ name }) => name);
  const byZoom = () => {
    const wanted = map.hasLayer(group) && map.getZoom() >= NAMED_FROM;
    if (wanted === map.hasLayer(names)) return;
    if (wanted) names.addTo(map);
    else names.remove();
    leaveTo(map, "communes", wanted ? said : []);
  };
  map.on("zoomend", byZoom);
  group.on("add remove", () => setTimeout(byZoom));
  byZoom();
  return () => {
    map.off("zoomend", byZoom);
    names.remove();
  };
}
