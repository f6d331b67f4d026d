// The map of a table: each area with its number, shaded by it; a click opens the rows.
import { css, prepare } from "../map/ground/ground.js";

const { L } = window;
const { map, config } = window.btsDesk;
const said = document.getElementById("map-said");
const shade = (step) => css(`--shade-${step}`);
const number = new Intl.NumberFormat(config.lang === "vi" ? "vi-VN" : "en-GB");

prepare(map, config, { panes: [], still: true }); // the page scrolls
map.invalidateSize();

const data = await fetch(config.urls.areas)
  .then((answer) => (answer.ok ? answer.json() : null))
  .catch(() => null);
said.hidden = Boolean(data);
said.textContent = data ? "" : config.texts.failed;
if (data) {
  const labels = L.layerGroup();
  L.geoJSON(data, {
    renderer: L.svg(),
    style: ({ properties }) => ({
      color: css("--paper"),
      weight: 1.2,
      fillColor: shade(properties.step),
      fillOpacity: config.background ? 0.75 : 1,
    }),
    onEachFeature: ({ properties }, layer) => {
      const tip = document.createElement("span");
      tip.textContent = `${properties.name}: ${number.format(properties.count)}`;
      layer.bindTooltip(tip, { sticky: true });
      if (properties.count)
        layer.on("click", () => {
          location.href = properties.url;
        });
      const label = document.createElement("span");
      label.className = properties.step > 2 ? "area-count light" : "area-count";
      label.textContent = number.format(properties.count);
      if (properties.count)
        labels.addLayer(
          L.marker(layer.getBounds().getCenter(), {
            interactive: false,
            keyboard: false,
            icon: L.divIcon({ className: "area-label", html: label, iconSize: [32, 16] }),
          }),
        );
    },
  }).addTo(map);
  map.fitBounds(config.opens, { animate: false, padding: [8, 8] });
  const fit = () => {
    if (map.getZoom() >= 9.5) labels.addTo(map);
    else labels.remove();
  };
  map.on("zoomend", fit);
  fit();
}
document.body.dataset.ready = "1";
