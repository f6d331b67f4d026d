// Masts with defects whose deadline has passed: a sign beside the mast, never its colour alone.
import { layOut } from "./ground/ground.js";
import { NearLayer } from "./near_layer.js";

const { L } = window;

// Over the masts, and from near: further out they would cover the groups that masts are drawn in.
export async function overdueLayer(map, config, from) {
  layOut(map, ["overdue"]); // a click is the mast's
  map.getPane("overdue").setAttribute("aria-hidden", "true"); // the table of masts counts them
  const answer = await fetch(config.urls.overdue);
  if (!answer.ok) throw new Error(String(answer.status));
  const layer = L.layerGroup();
  for (const [lat, lon, count, worst] of await answer.json()) {
    const html = document.createElement("b");
    html.textContent = count > 1 ? `!${count}` : "!";
    const icon = L.divIcon({
      className: `overdue-mark ${worst}`,
      html,
      iconSize: [22, 18],
      iconAnchor: [-5, 22],
    });
    layer.addLayer(L.marker([lat, lon], { icon, pane: "overdue", interactive: false, keyboard: false }));
  }
  return new NearLayer(layer, from);
}
