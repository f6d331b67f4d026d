// A small map of positions: one mark each, in the colour of its group, that leads to its page; and of lines.
import { borders, css, prepare } from "./ground/ground.js";
import { styleOf } from "./zone_layer.js";

const { L } = window;
const { map, config } = window.btsDesk;
const COLOURS = {
  over: "--fail",
  review: "--fail",
  soon: "--review",
  note: "--review",
  to_build: "--accent",
  asked: "--accent",
  completed: "--agree",
  match: "--agree",
  revoked: "--unknown",
  replaced: "--unknown",
  risk: "--accent",
  law: "--fail",
  reports: "--review",
  random: "--unknown",
  chosen: "--consent",
};

prepare(map, config, { panes: ["roads"], still: true, furthest: 21 });

function words(text) {
  const made = document.createElement("span");
  made.textContent = text;
  return made;
}

// A mark that bears the number of its row.
function numbered(number, colour) {
  const dot = words(number);
  dot.style.background = colour;
  return L.divIcon({ className: "numbered", html: dot, iconSize: [26, 26] });
}

const [first] = config.points;
const bounds = L.latLngBounds(config.points.map((point) => point.at));
// nearer than this the eye tells two positions apart at no zoom: the words say how far, the map says where
const apart = bounds.isValid() && bounds.getNorthEast().distanceTo(bounds.getSouthWest()) > 20;
const joined = config.joined && apart;
if (config.joined) {
  for (const point of config.points.slice(1))
    L.polyline([first.at, point.at], {
      interactive: false,
      color: css("--review"),
      weight: 2.5,
      dashArray: "6 4",
    }).addTo(map);
}
for (const line of config.lines ?? []) {
  const path = L.polyline(line.path, { color: css(COLOURS[line.group] ?? "--accent"), weight: 5 });
  path.bindTooltip(words(line.label), { sticky: true }).addTo(map);
  bounds.extend(path.getBounds());
}
for (const point of [...config.points].reverse()) {
  const colour = css(COLOURS[point.group] ?? "--accent");
  const mark = point.number
    ? L.marker(point.at, { icon: numbered(point.number, colour), keyboard: false })
    : L.circleMarker(point.at, {
        radius: 8,
        color: "#fff",
        weight: 2,
        fillColor: colour,
        fillOpacity: 0.95,
        interactive: true,
      });
  mark.bindTooltip(words(point.label), {
    direction: "top",
    offset: [0, -8],
    permanent: config.points.length <= 2 && (apart || point === first),
  });
  if (point.url)
    mark.on("click", () => {
      location.assign(point.url);
    });
  mark.addTo(map);
}

map.invalidateSize();
if (bounds.isValid()) map.fitBounds(bounds.pad(0.4), { animate: false, maxZoom: joined ? 18 : 14 });

const lines = await borders(map, config);
if (lines) {
  // a position alone on an empty sheet tells nobody where it is: show it with the nearest communes' names
  if (bounds.isValid() && !joined && config.points.length <= 2) {
    const centre = bounds.getCenter();
    const names = lines
      .getLayers()
      .map(({ feature: { properties } }) => L.latLng(properties.at[1], properties.at[0]));
    for (const name of names.sort((a, b) => centre.distanceTo(a) - centre.distanceTo(b)).slice(0, 2))
      bounds.extend(name);
    map.fitBounds(bounds.pad(0.15), { animate: false, maxZoom: 14 });
  }
}
// roads under the marks; an office's own background has them already
if (!config.background) {
  const roads = await fetch(config.urls.zones.replace("LAYER", "road"))
    .then((answer) => (answer.ok ? answer.json() : null))
    .catch(() => null);
  if (roads)
    L.geoJSON(roads, { pane: "roads", interactive: false, style: () => styleOf("road", "open") }).addTo(map);
}
document.body.dataset.ready = "1";
