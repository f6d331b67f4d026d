// One commune: its border, the masts that alone serve, its critical places.
import { css, fit, prepare } from "../map/ground/ground.js";

const { L } = window;
const { map, config } = window.btsDesk;
const said = document.getElementById("map-said");

prepare(map, config, { panes: ["drawing"], still: true }); // the page scrolls
map.invalidateSize();

const data = await fetch(config.urls.ground)
  .then((answer) => (answer.ok ? answer.json() : null))
  .catch(() => null);
said.hidden = Boolean(data);
said.textContent = data ? "" : config.texts.failed;
if (data) {
  const drawn = L.geoJSON(data, {
    pane: "drawing",
    style: () => ({ color: css("--deep-ink"), weight: 2, fill: false }),
    pointToLayer: ({ properties }, at) =>
      L.circleMarker(at, {
        pane: "drawing",
        radius: properties.kind === "alone" ? 8 : 5,
        color: css(properties.kind === "alone" ? "--fail" : "--deep"),
        weight: 3,
        fillOpacity: 0.5,
      }),
    onEachFeature: ({ properties }, layer) => {
      if (!properties.text) return;
      const tip = document.createElement("span");
      tip.textContent = properties.text;
      layer.bindTooltip(tip, { sticky: true });
    },
  }).addTo(map);
  const box = drawn.getBounds();
  if (box.isValid()) fit(map, box.pad(0.05), { maxZoom: 14 });
}
document.body.dataset.ready = "1";
