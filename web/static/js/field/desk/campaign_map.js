// The masts of a campaign on its map: a colour, and a shape where it is late; one loads them by address.
import { css } from "../../map/ground/ground.js";

const { L } = window;
const STYLES = {
  open: ["--line-strong", 0.25],
  begun: ["--review", 0.7],
  cable_only: ["--review", 0.35],
  visited: ["--agree", 0.95],
  left_out: ["--line", 0.2],
  late: ["--fail", 0.95],
  chosen: ["--accent", 0.8],
};

export function put(layer, marks) {
  layer.clearLayers();
  for (const [lat, lon, code, group, said] of marks) {
    const [colour, opacity] = STYLES[group] ?? STYLES.open;
    const mark = L.circleMarker([lat, lon], {
      radius: group === "late" ? 8 : 6,
      color: group === "late" ? css("--ink") : css("--deep-ink"),
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
