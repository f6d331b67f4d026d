// The masts of a campaign on its map: a colour, and a shape where it is late; one loads them by address.
import { nameZoom } from "../../map/zoom_words.js";

const { L } = window;
export const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const STYLES = {
  open: ["--line-strong", 0.25],
  begun: ["--review", 0.7],
  visited: ["--agree", 0.95],
  left_out: ["--line", 0.2],
  late: ["--fail", 0.95],
  chosen: ["--accent", 0.8],
};

export function prepare(map, config) {
  nameZoom(map, config.texts);
  map.attributionControl?.setPrefix(false);
  map.getContainer().classList.toggle("with-background", config.background);
  L.control.scale({ imperial: false }).addTo(map);
  if (!config.background) map.setMaxZoom(20);
  for (const [name, order] of [
    ["borders", 310],
    ["drawing", 440],
  ])
    map.createPane(name).style.zIndex = String(order);
  map.getPane("borders").style.pointerEvents = "none";
}

export async function borders(map, config) {
  const data = await fetch(config.urls.borders)
    .then((answer) => (answer.ok ? answer.json() : null))
    .catch(() => null);
  if (data)
    L.geoJSON(data, {
      pane: "borders",
      interactive: false,
      style: {
        color: "#7d8a93",
        weight: 1,
        dashArray: "4 3",
        fill: !config.background,
        fillColor: "#fbfbf8",
        fillOpacity: 1,
      },
    }).addTo(map);
}

export function put(layer, marks) {
  layer.clearLayers();
  for (const [lat, lon, code, group, said] of marks) {
    const [colour, opacity] = STYLES[group] ?? STYLES.open;
    const mark = L.circleMarker([lat, lon], {
      radius: group === "late" ? 8 : 6,
      color: group === "late" ? "#000" : css("--deep"),
      weight: group === "late" ? 2 : 1,
      fillColor: css(colour),
      fillOpacity: opacity,
    });
    const text = document.createElement("span");
    text.textContent = said ? `${code}: ${said}` : code;
    mark.bindTooltip(text, { direction: "top", offset: [0, -6] });
    if (group !== "chosen")
      mark.on("click", () => {
        document.getElementById(`mast-${code}`)?.scrollIntoView({ block: "center" });
      });
    layer.addLayer(mark);
  }
}
