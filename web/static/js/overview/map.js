// The communes shaded by one measure; a press opens the commune's sheet. What is not known is drawn hatched.
import { css, prepare } from "../map/ground/ground.js";

const { L } = window;
const { map, config } = window.btsDesk;
const said = document.getElementById("map-said");

prepare(map, config, { panes: [], still: true }); // the page scrolls
map.invalidateSize();

const known = (step) => step !== "none" && step !== "few";
const data = await fetch(config.urls.areas)
  .then((answer) => (answer.ok ? answer.json() : null))
  .catch(() => null);
said.hidden = Boolean(data);
said.textContent = data ? "" : config.texts.failed;
if (data) {
  L.geoJSON(data, {
    renderer: L.svg(),
    style: ({ properties }) => ({
      color: known(properties.step) ? css("--paper") : css("--na"),
      weight: 1.2,
      dashArray: known(properties.step) ? null : "3 3",
      fillColor: known(properties.step) ? css(`--shade-${properties.step}`) : css("--paper"),
      fillOpacity: config.background ? 0.75 : 1,
    }),
    onEachFeature: ({ properties }, layer) => {
      const tip = document.createElement("span");
      tip.textContent = `${properties.name}: ${properties.words}`;
      layer.bindTooltip(tip, { sticky: true });
      layer.on("click", () => {
        location.href = properties.url;
      });
    },
  }).addTo(map);
  map.fitBounds(config.opens, { animate: false, padding: [8, 8] });
}
document.body.dataset.ready = "1";
