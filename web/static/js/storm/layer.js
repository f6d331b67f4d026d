// The masts of a storm on one canvas: sign and colour say the exposure, dense places show their worst.
import { MastCanvas, openBytes, placed } from "../map/mast_canvas.js";

const CELL = 16; // pixels of a cell that shows only its worst mast
const ALL_FROM = 13; // from this zoom on every mast is drawn
const TAU = Math.PI * 2;

// Reads the bytes of masts.bin (web/storm/data.py) into columns.
export function readMasts(buffer) {
  const { n, west, south, column } = openBytes(buffer, 0x42545353);
  return placed({
    n,
    west,
    south,
    lon: column(Uint32Array),
    lat: column(Uint32Array),
    band: column(Uint8Array),
    level: column(Uint8Array),
  });
}

// One sign for each band, told apart by shape as well as by colour.
function drawSign(ctx, band, r, colours) {
  ctx.lineJoin = "round";
  ctx.strokeStyle = "#ffffff";
  ctx.fillStyle = colours[band];
  ctx.beginPath();
  if (band === 0)
    ctx.rect(-r, -r, 2 * r, 2 * r); // over, which the warning singles out: a square with a cross
  else if (band === 1) {
    ctx.moveTo(0, -r * 0.75);
    ctx.lineTo(r * 0.7, r * 0.55);
    ctx.lineTo(-r * 0.7, r * 0.55);
    ctx.closePath();
  } // near: a small triangle
  else if (band === 2)
    ctx.arc(0, 0, r * 0.4, 0, TAU); // strong: a small disc, quiet because most masts are
  else if (band === 3)
    ctx.arc(0, 0, r * 0.4, 0, TAU); // mild: a ring
  else ctx.arc(0, 0, Math.max(1.5, r * 0.3), 0, TAU); // calm: a dot
  ctx.lineWidth = band === 0 ? 2.5 : band === 1 ? 1.5 : 1;
  ctx.stroke();
  if (band === 3) {
    ctx.fillStyle = "#ffffff";
    ctx.fill();
    ctx.lineWidth = 1.2;
    ctx.strokeStyle = colours[band];
    ctx.stroke();
  } else ctx.fill();
  if (band === 0) {
    const d = r * 0.55;
    ctx.strokeStyle = "#ffffff";
    ctx.lineWidth = 1.8;
    ctx.beginPath();
    ctx.moveTo(-d, -d);
    ctx.lineTo(d, d);
    ctx.moveTo(d, -d);
    ctx.lineTo(-d, d);
    ctx.stroke();
  }
}

export const StormLayer = MastCanvas.extend({
  initialize(colours, options) {
    MastCanvas.prototype.initialize.call(this, options);
    this.colours = colours;
    this.masts = null;
    this.drawn = [];
    this.signs = new Map();
  },

  setMasts(masts) {
    this.masts = masts;
    if (this._map) this._update();
  },

  // The drawn mast nearest to a point of the map's container, within `reach` pixels; -1 for none.
  hit(point, reach) {
    const at = this._map.containerPointToLayerPoint(point).subtract(this._bounds.min);
    let best = -1;
    let nearest = reach;
    for (const item of this.drawn) {
      const away = Math.hypot(item.x - at.x, item.y - at.y);
      if (away <= nearest) {
        best = item.mast;
        nearest = away;
      }
    }
    return best;
  },

  _draw(size, ratio) {
    const { masts, _ctx: ctx } = this;
    const zoom = this._map.getZoom();
    const scale = 256 * 2 ** zoom;
    const origin = this._map.getPixelOrigin().add(this._bounds.min);
    const all = zoom >= ALL_FROM;
    const columns = Math.ceil(size.x / CELL) + 1;
    const rows = Math.ceil(size.y / CELL) + 1;
    const worst = new Int32Array(columns * rows).fill(-1);
    const single = [];
    for (let i = 0; i < masts.n; i += 1) {
      const x = masts.x[i] * scale - origin.x;
      const y = masts.y[i] * scale - origin.y;
      if (x < 0 || y < 0 || x >= size.x || y >= size.y) continue;
      if (all) {
        single.push(i);
        continue;
      }
      const cell = Math.floor(y / CELL) * columns + Math.floor(x / CELL);
      const held = worst[cell];
      if (
        held < 0 ||
        masts.band[i] < masts.band[held] ||
        (masts.band[i] === masts.band[held] && masts.level[i] > masts.level[held])
      )
        worst[cell] = i;
    }
    const shown = all ? single : [...worst].filter((i) => i >= 0);
    shown.sort((a, b) => masts.band[b] - masts.band[a]); // the worst on top
    const r = zoom < 10 ? 5 : zoom < 12 ? 6 : 7.5;
    for (const i of shown) {
      const x = masts.x[i] * scale - origin.x;
      const y = masts.y[i] * scale - origin.y;
      const sign = this._sign(masts.band[i], r, ratio);
      ctx.drawImage(sign, x - sign.half, y - sign.half, sign.half * 2, sign.half * 2);
      this.drawn.push({ x, y, mast: i });
    }
  },

  _sign(band, r, ratio) {
    const key = band * 1000 + r * 10 + ratio;
    let sign = this.signs.get(key);
    if (!sign) {
      const half = Math.ceil(r * 1.3 + 3);
      sign = document.createElement("canvas");
      sign.width = sign.height = half * 2 * ratio;
      const ctx = sign.getContext("2d");
      ctx.scale(ratio, ratio);
      ctx.translate(half, half);
      drawSign(ctx, band, r, this.colours);
      sign.half = half;
      this.signs.set(key, sign);
    }
    return sign;
  },
});
