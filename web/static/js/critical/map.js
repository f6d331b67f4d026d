// Critical places on the map of their pages, the masts that serve one, and the place of one that is entered.
import { criticalLayer } from "../map/critical_layer.js";
import { borders, css, fit, prepare } from "../map/ground/ground.js";

const { L } = window;
const { map, config } = window.btsDesk;
prepare(map, config, { panes: ["drawing"] });
map.scrollWheelZoom.disable(); // the page scrolls

function words(text) {
  const made = document.createElement("span");
  made.textContent = text;
  return made;
}
const places = criticalLayer(config.places, { links: !config.field && config.places.features.length > 1 });
places.addTo(map);
for (const [lon, lat, text] of config.masts)
  L.circleMarker([lat, lon], {
    pane: "drawing",
    radius: 7,
    color: css("--halo"),
    weight: 3,
    fillOpacity: 0.6,
  })
    .bindTooltip(words(text), { sticky: true })
    .addTo(map);

// the place that is entered: a press writes it into its field
if (config.field) {
  const field = document.getElementById(config.field);
  let mark = null;
  const put = (at) => {
    mark?.remove();
    mark = L.circleMarker(at, {
      pane: "drawing",
      radius: 9,
      color: css("--halo"),
      weight: 4,
      fill: false,
    }).addTo(map);
  };
  map.on("click", ({ latlng }) => {
    field.value = `${latlng.lat.toFixed(6)}, ${latlng.lng.toFixed(6)}`;
    put(latlng);
  });
  const [lat, lon] = field.value.split(/[;,]\s+/).map((text) => Number(text.replace(",", ".")));
  if (Number.isFinite(lat) && Number.isFinite(lon) && lat) put([lat, lon]);
}
const around = [...config.masts.map(([lon, lat]) => [lat, lon])];
const box = L.latLngBounds(around);
if (places.getLayers().length) box.extend(places.getBounds());
if (box.isValid()) fit(map, box.pad(0.15), { maxZoom: 14 });
await borders(map, config);
document.getElementById("refusal")?.focus();
document.body.dataset.ready = "1";
