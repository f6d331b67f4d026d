// What lies under a map of cable to find one's way: roads and railways of the register, and the plant around.
import { CableLayer } from "../map/cable_layer.js";
import { borders, prepare } from "../map/ground/ground.js";
import { styleOf } from "../map/zone_layer.js";

const { L } = window;

export function ground(map, config, opacity) {
  prepare(map, config, { panes: ["zones", "cables", "drawing"] });
  return new CableLayer(config, { opacity }).addTo(map);
}

// Borders first, roads above them; a layer that cannot be had leaves the map without it.
export async function surroundings(map, config) {
  const lines = await borders(map, config);
  for (const layer of config.background ? [] : ["road", "railway"]) {
    const data = await fetch(config.urls.zones.replace("LAYER", layer))
      .then((answer) => (answer.ok ? answer.json() : null))
      .catch(() => null);
    if (data)
      L.geoJSON(data, { pane: "borders", interactive: false, style: () => styleOf(layer, "open") }).addTo(
        map,
      );
  }
  return lines;
}
