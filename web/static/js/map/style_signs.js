// The signs of masts, layers and cables on the page that shows all signs (web/map/style.py), drawn as on a map.
import { drawSwatch as drawCable } from "./cable_signs.js";
import { drawSign } from "./mast_signs.js";
import { drawSwatch } from "./zone_layer.js";

const PLAIN = ["#41525e"];

for (const canvas of document.querySelectorAll("canvas[data-shape]")) {
  const ctx = canvas.getContext("2d");
  ctx.scale(2, 2);
  ctx.translate(canvas.width / 4, canvas.height / 4);
  drawSign(ctx, 9, canvas.dataset.shape, PLAIN, canvas.dataset.state);
}
for (const canvas of document.querySelectorAll("canvas[data-swatch]")) drawSwatch(canvas);
for (const canvas of document.querySelectorAll("canvas[data-cable]")) drawCable(canvas);
