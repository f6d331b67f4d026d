// What one draws a zone by: communes, roads, masts and the zones in force, each to be shown or put away.
import { MastLayer, readMasts } from "../map/mast_layer.js";
import { styleOf } from "../map/zone_layer.js";

const { L } = window;

function words(text) {
  const made = document.createElement("span");
  made.textContent = text;
  return made;
}

// A layer of the register that is fetched when it is first shown; `snaps` hears of its shapes, if a new zone
// shares their corners.
function standing(config, { layer, snaps: shared }, snaps) {
  const group = L.layerGroup();
  let asked = false;
  group.on("add", async () => {
    if (asked) return;
    asked = true;
    const data = await fetch(config.urls.zones.replace("LAYER", layer))
      .then((answer) => (answer.ok ? answer.json() : null))
      .catch(() => null);
    if (!data) {
      asked = false;
      return;
    }
    const shapes = L.geoJSON(data, {
      pane: "borders",
      interactive: false,
      style: (feature) => styleOf(layer, feature.properties.grade),
      pointToLayer: (_feature, at) => L.circleMarker(at, { radius: 4, pane: "borders", interactive: false }),
    }).addTo(group);
    if (shared) snaps(shapes.getLayers());
  });
  return group;
}

// The masts, from the bytes that the page asked for as it opened; without them the map only has none.
async function masts(map, config) {
  const answer = await Promise.resolve(window.btsDesk.masts).catch(() => null);
  if (!answer?.ok) return null;
  map.createPane("masts").style.zIndex = "435";
  map.getPane("masts").style.pointerEvents = "none";
  const layer = new MastLayer(config);
  layer.setMasts(readMasts(await answer.arrayBuffer()));
  return layer;
}

export async function surroundings(map, config, lines, snaps) {
  const box = L.control.layers(null, null, { position: "topright", collapsed: true }).addTo(map);
  const offer = (layer, text, shown) => {
    box.addOverlay(layer, words(text).innerHTML);
    if (shown) layer.addTo(map);
  };
  if (lines) {
    offer(lines, config.texts.communes, true);
    snaps(lines.getLayers());
  }
  for (const item of config.around) offer(standing(config, item, snaps), item.name, item.shown);
  const standingMasts = await masts(map, config);
  if (standingMasts) offer(standingMasts, config.texts.masts, true);
  const toggle = box.getContainer().querySelector(".leaflet-control-layers-toggle");
  toggle.title = config.texts.around;
  toggle.setAttribute("aria-label", config.texts.around);
  toggle.textContent = config.texts.around;
}
