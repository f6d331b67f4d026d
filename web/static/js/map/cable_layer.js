// Outside cable on a map: tiles of lines and nodes from near, of pixels from afar (registry/services/cables/tiles.py).
import { drawNode, MOUNTS, STATES, STYLES, trace } from "./cable_signs.js";

const { L } = window;
const DEEPEST = 16; // closer views draw the tiles of this zoom
const KEPT = 240;

export function readTile(buffer) {
  const head = new DataView(buffer);
  if (buffer.byteLength < 20 || head.getUint32(0, false) !== 0x4254534c || head.getUint8(4) !== 1)
    throw new Error("a tile has a form that this page does not know");
  const extent = head.getUint16(6, true);
  const [n, points, m] = [8, 12, 16].map((at) => head.getUint32(at, true));
  let at = 20;
  const column = (Type, count) => {
    const values = new Type(buffer.slice(at, at + count * Type.BYTES_PER_ELEMENT));
    at += count * Type.BYTES_PER_ELEMENT;
    return values;
  };
  if (head.getUint8(5) === 1)
    return { pixels: true, extent, at: column(Uint16Array, n), mask: column(Uint8Array, n) };
  const tile = {
    pixels: false,
    extent,
    number: column(Uint32Array, n),
    node: column(Uint32Array, m),
    count: column(Uint16Array, n),
    x: column(Int16Array, points),
    y: column(Int16Array, points),
    nx: column(Int16Array, m),
    ny: column(Int16Array, m),
  };
  tile.style = column(Uint8Array, n);
  tile.kind = column(Uint8Array, m);
  return tile;
}

export const CableLayer = L.GridLayer.extend({
  options: { pane: "cables", keepBuffer: 1, updateWhenZooming: false, updateWhenIdle: true, maxZoom: 21 },

  initialize(config, options) {
    L.GridLayer.prototype.initialize.call(this, options);
    this.config = config;
    this.kept = new Map();
    this.selected = -1;
  },

  // the tile of data that a tile of the map is drawn from
  source(coords) {
    const zoom = Math.min(coords.z, DEEPEST);
    const scale = 2 ** (coords.z - zoom);
    const tiles = 2 ** zoom;
    return { zoom, scale, x: Math.floor(coords.x / scale), y: Math.floor(coords.y / scale), tiles };
  },

  load({ zoom, x, y, tiles }) {
    const key = `${zoom}/${x}/${y}`;
    if (x < 0 || y < 0 || x >= tiles || y >= tiles) return Promise.resolve(null);
    if (!this.kept.has(key)) {
      const url = this.config.urls.cables.replace("{z}", zoom).replace("{x}", x).replace("{y}", y);
      const asked = fetch(url)
        .then((answer) => {
          if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
          return answer.arrayBuffer();
        })
        .then(readTile);
      asked.catch(() => {
        this.kept.delete(key);
        this.fire("failed");
      });
      this.kept.set(key, asked);
      while (this.kept.size > KEPT) this.kept.delete(this.kept.keys().next().value);
    }
    return this.kept.get(key);
  },

  createTile(coords, done) {
    const canvas = L.DomUtil.create("canvas", "cable-tile");
    const size = this.getTileSize();
    const ratio = Math.min(2, Math.ceil(window.devicePixelRatio || 1));
    canvas.width = size.x * ratio;
    canvas.height = size.y * ratio;
    canvas.setAttribute("aria-hidden", "true");
    const source = this.source(coords);
    this.load(source).then(
      (tile) => {
        if (tile) this.paint(canvas, tile, coords, source, ratio);
        done(null, canvas);
      },
      (error) => done(error, canvas),
    );
    return canvas;
  },

  paint(canvas, tile, coords, { scale, x, y }, ratio) {
    const ctx = canvas.getContext("2d");
    ctx.scale(ratio, ratio);
    if (tile.pixels) {
      let at = 0;
      for (let i = 0; i < tile.at.length; i += 1) {
        at += tile.at[i]; // each stands so many pixels after the one before it
        const mask = tile.mask[i];
        ctx.fillStyle = STYLES[mask & 1 ? "aerial" : mask & 2 ? "duct" : "buried"].color;
        ctx.fillRect((at & 255) - 0.4, (at >> 8) - 0.4, 1.8, 1.8);
      }
      return;
    }
    const unit = (256 * scale) / tile.extent;
    const left = (coords.x - x * scale) * 256;
    const top = (coords.y - y * scale) * 256;
    ctx.lineJoin = ctx.lineCap = "round";
    const paths = new Map(); // one path for each style: a stroke for every line would cost most of the time
    let p = 0;
    for (let i = 0; i < tile.number.length; i += 1) {
      const style = tile.style[i] & 15;
      if (!paths.has(style)) paths.set(style, new Path2D());
      const path = paths.get(style);
      path.moveTo(tile.x[p] * unit - left, tile.y[p] * unit - top);
      for (let k = 1; k < tile.count[i]; k += 1)
        path.lineTo(tile.x[p + k] * unit - left, tile.y[p + k] * unit - top);
      p += tile.count[i];
    }
    for (const [style, path] of paths) trace(ctx, STYLES[MOUNTS[style & 3]], STATES[style >> 2], path);
    const r = coords.z >= 18 ? 5 : coords.z >= 17 ? 4 : 3.2;
    for (let i = 0; i < tile.node.length; i += 1) {
      ctx.save();
      ctx.translate(tile.nx[i] * unit - left, tile.ny[i] * unit - top);
      drawNode(ctx, this.config.cableKinds[tile.kind[i]], r);
      ctx.restore();
    }
  },

  // The line or node drawn nearest to a place, within `reach` pixels; null where there is none (or only pixels).
  async hit(latlng, reach) {
    const zoom = Math.min(Math.round(this._map.getZoom()), 19);
    const at = this._map.project(latlng, zoom);
    const source = this.source({ x: Math.floor(at.x / 256), y: Math.floor(at.y / 256), z: zoom });
    const tile = await this.load(source).catch(() => null);
    if (!tile || tile.pixels) return null;
    const unit = (256 * source.scale) / tile.extent;
    const px = at.x - source.x * 256 * source.scale;
    const py = at.y - source.y * 256 * source.scale;
    let best = null;
    let nearest = reach;
    for (let i = 0; i < tile.node.length; i += 1) {
      const away = Math.hypot(tile.nx[i] * unit - px, tile.ny[i] * unit - py) - 4;
      if (away < nearest) {
        nearest = away;
        best = { kind: "node", number: tile.node[i] };
      }
    }
    let p = 0;
    for (let i = 0; i < tile.number.length; i += 1) {
      for (let k = 0; k + 1 < tile.count[i]; k += 1) {
        const [x1, y1, x2, y2] = [
          tile.x[p + k] * unit,
          tile.y[p + k] * unit,
          tile.x[p + k + 1] * unit,
          tile.y[p + k + 1] * unit,
        ];
        const [dx, dy] = [x2 - x1, y2 - y1];
        const along = Math.max(0, Math.min(1, ((px - x1) * dx + (py - y1) * dy) / (dx * dx + dy * dy || 1)));
        const away = Math.hypot(x1 + along * dx - px, y1 + along * dy - py);
        if (away < nearest) {
          nearest = away;
          best = { kind: "segment", number: tile.number[i] };
        }
      }
      p += tile.count[i];
    }
    return best;
  },
});
