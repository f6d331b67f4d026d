// Communes by what is known of service there: a fill, and a sign where something is down.
import { nameZoom } from "../map/zoom_words.js";

const { L } = window;
const { map, config } = window.btsDesk;
const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const FILLS = {
  none: ["--fail", 0.55],
  no_answer: ["--cannot", 0.4],
  part: ["--review", 0.35],
  so_far: ["--unknown", 0.18],
  unclear: ["--unknown", 0.18],
  full: ["--agree", 0.14],
  unknown: ["--unknown", 0.06],
};

nameZoom(map, config.texts);
map.attributionControl?.setPrefix(false);
L.control.scale({ imperial: false }).addTo(map);
map.scrollWheelZoom.disable(); // the page scrolls
map.getContainer().classList.toggle("with-background", config.background);

const load = (url) =>
  fetch(url)
    .then((answer) => (answer.ok ? answer.json() : null))
    .catch(() => null);
function words(text) {
  const made = document.createElement("span");
  made.textContent = text;
  return made;
}

const borders = await load(config.urls.borders);
if (borders)
  L.geoJSON(borders, {
    interactive: false,
    style: {
      color: "#7d8a93",
      weight: 1,
      dashArray: "4 3",
      fill: !config.background,
      fillColor: "#fbfbf8",
      fillOpacity: 1,
    },
  })
    .addTo(map)
    .bringToBack();
const areas = await load(config.urls.areas);
if (areas) {
  const layer = L.geoJSON(areas, {
    style: ({ properties }) => {
      const [colour, opacity] = FILLS[properties.service] ?? FILLS.unknown;
      return {
        color: css(colour),
        weight: properties.service === "none" ? 2.5 : 1,
        fillColor: css(colour),
        fillOpacity: opacity,
      };
    },
    onEachFeature: ({ properties }, shape) => {
      shape.bindTooltip(words(properties.text), { sticky: true });
      shape.on("click", () => {
        location.assign(properties.url);
      });
      if (["none", "no_answer", "part"].includes(properties.service)) {
        L.marker(shape.getBounds().getCenter(), {
          interactive: false,
          keyboard: false,
          icon: L.divIcon({
            className: `service-sign ${properties.service}`,
            html: properties.sign,
            iconSize: [20, 20],
          }),
        }).addTo(map);
      }
    },
  }).addTo(map);
  map.invalidateSize();
  const struck = layer
    .getLayers()
    .filter((shape) => ["none", "no_answer", "part"].includes(shape.feature.properties.service));
  const box = (struck.length ? L.featureGroup(struck) : layer).getBounds();
  if (box.isValid()) map.fitBounds(struck.length ? box.pad(0.35) : box, { animate: false });
}
document.body.dataset.ready = "1";
