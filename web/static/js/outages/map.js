// Communes by what is known of service there: a fill, and a sign where something is down.
import { criticalLayer } from "../map/critical_layer.js";
import { borders, css, prepare } from "../map/ground/ground.js";

const { L } = window;
const { map, config } = window.btsDesk;
const FILLS = {
  none: ["--fail", 0.55],
  no_answer: ["--cannot", 0.4],
  part: ["--review", 0.35],
  so_far: ["--unknown", 0.18],
  unclear: ["--unknown", 0.18],
  full: ["--agree", 0.14],
  unknown: ["--unknown", 0.06],
};

prepare(map, config, { panes: ["zones"], still: true });

const load = (url) =>
  fetch(url)
    .then((answer) => (answer.ok ? answer.json() : null))
    .catch(() => null);
function words(text) {
  const made = document.createElement("span");
  made.textContent = text;
  return made;
}

await borders(map, config);
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
  const box = struck.length ? L.featureGroup(struck).getBounds().pad(0.35) : config.opens;
  map.fitBounds(box, { animate: false });
}
const power = config.urls.power ? await load(config.urls.power) : null;
const DOTS = {
  over: "--fail",
  running: "--fail",
  no_hours: "--unknown",
  no_start: "--unknown",
  counted: "--unknown",
  generator: "--agree",
};
if (power)
  L.geoJSON(power, {
    style: () => ({
      color: css("--ink"),
      weight: 2,
      dashArray: "6 5",
      fillColor: css("--ink"),
      fillOpacity: 0.06,
    }),
    pointToLayer: ({ properties }, at) =>
      L.circleMarker(at, {
        radius: properties.kind === "over" || properties.kind === "running" ? 5 : 3.5,
        weight: 1,
        color: css("--paper"),
        fillColor: css(DOTS[properties.kind] ?? "--unknown"),
        fillOpacity: 0.95,
      }),
    onEachFeature: ({ properties }, shape) => {
      shape.bindTooltip(words(properties.text), { sticky: true });
      shape.on("click", () => {
        location.assign(properties.url);
      });
    },
  }).addTo(map);
criticalLayer(config.places).addTo(map);
document.body.dataset.ready = "1";
