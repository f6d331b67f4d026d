// Points that draw themselves on the map's shared canvas, and the shape of every verdict.

import { el } from "../map/parts.js";

const { L } = window;
const TAU = Math.PI * 2;

export const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const SURFACES = {
  agree: "--agree",
  agree_with_conditions: "--conditions",
  refuse: "--refuse",
  cannot_assess: "--cannot",
};

const TRACE = {
  agree(ctx, x, y, r) {
    ctx.arc(x, y, r * 0.9, 0, TAU);
  },
  agree_with_conditions(ctx, x, y, r) {
    const d = r * 1.15;
    ctx.moveTo(x, y - d);
    ctx.lineTo(x + d, y);
    ctx.lineTo(x, y + d);
    ctx.lineTo(x - d, y);
    ctx.closePath();
  },
  refuse(ctx, x, y, r) {
    ctx.rect(x - r * 0.85, y - r * 0.85, r * 1.7, r * 1.7);
  },
  cannot_assess(ctx, x, y, r) {
    ctx.arc(x, y, r * 0.8, 0, TAU);
  },
};

// A point that draws itself on the shared canvas; `draw(ctx, x, y)` paints it.
export const Dot = L.CircleMarker.extend({
  _updatePath() {
    const renderer = this._renderer;
    if (!renderer._drawing || this._empty()) return;
    this.options.draw(renderer._ctx, this._point.x, this._point.y);
  },
});

// Paints the shape of a verdict: small where thousands are seen at once, faint where another verdict is looked for.
export function drawVerdict(ctx, x, y, verdict, { dimmed, small }) {
  const colour = css(SURFACES[verdict]);
  ctx.save();
  ctx.globalAlpha = dimmed ? 0.25 : 1;
  ctx.lineJoin = "round";
  ctx.beginPath();
  TRACE[verdict](ctx, x, y, small ? 3.2 : 6);
  ctx.lineWidth = small ? 2.5 : 4;
  ctx.strokeStyle = "#ffffff";
  ctx.stroke();
  ctx.fillStyle = verdict === "cannot_assess" ? "#ffffff" : colour;
  ctx.fill();
  ctx.lineWidth = small ? 1.2 : 2;
  ctx.strokeStyle = colour;
  ctx.stroke();
  ctx.restore();
}

// The handle by which the chosen row is seen, and drawn to another place where that may be tried.
export function gripOf(place, verdict, texts, movable) {
  const icon = L.divIcon({
    className: `grip-row ${verdict}`,
    html: el("span", { class: "halo" }),
    iconSize: [32, 32],
  });
  return L.marker([place[1], place[0]], {
    icon,
    draggable: movable,
    keyboard: false,
    autoPan: true,
    zIndexOffset: 1000,
    title: movable ? texts.drag : texts.thisRow,
    alt: texts.thisRow,
  });
}
