// A small map of positions: one mark each, in the colour of its group, that leads to its page.
import { nameZoom } from "./zoom_words.js";

const { L } = window;
const { map, config } = window.btsDesk;
const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const COLOURS = {
  over: "--fail", review: "--fail", soon: "--review", note: "--review", to_build: "--accent", asked: "--accent",
  completed: "--agree", match: "--agree", revoked: "--unknown", replaced: "--unknown",
};

nameZoom(map, config.texts);
map.getContainer().classList.toggle("with-background", config.background);
map.attributionControl?.setPrefix(false);
L.control.scale({ imperial: false }).addTo(map);
map.scrollWheelZoom.disable(); // the page scrolls
if (!config.background) map.setMaxZoom(21);

function words(text) {
  const made = document.createElement("span");
  made.textContent = text;
  return made;
}

const [first] = config.points;
if (config.joined) {
  for (const point of config.points.slice(1)) L.polyline([first.at, point.at], { interactive: false, color: css("--review"), weight: 2.5, dashArray: "6 4" }).addTo(map);
}
for (const point of [...config.points].reverse()) {
  const colour = css(COLOURS[point.group] ?? "--accent");
  const mark = L.circleMarker(point.at, { radius: 8, color: "#fff", weight: 2, fillColor: colour, fillOpacity: 0.95, interactive: true });
  mark.bindTooltip(words(point.label), { direction: "top", offset: [0, -8], permanent: config.points.length <= 2 });
  if (point.url) mark.on("click", () => { location.assign(point.url); });
  mark.addTo(map);
}

const bounds = L.latLngBounds(config.points.map((point) => point.at));
map.invalidateSize();
if (bounds.isValid()) map.fitBounds(bounds.pad(0.4), { animate: false, maxZoom: config.joined ? 18 : 14 });

const borders = await fetch(config.urls.borders).then((answer) => (answer.ok ? answer.json() : null)).catch(() => null);
if (borders) {
  L.geoJSON(borders, { interactive: false, style: { color: "#7d8a93", weight: 1, dashArray: "4 3", fill: !config.background, fillColor: "#fbfbf8", fillOpacity: 1 } }).addTo(map).bringToBack();
}
document.body.dataset.ready = "1";
