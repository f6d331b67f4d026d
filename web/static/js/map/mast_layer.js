// The masts on one canvas: positions come as a compact binary, dense places as groups.
import { MastCanvas, openBytes, placed } from "./mast_canvas.js";
import { ABSENT } from "./mast_days.js";
import { drawGroup, groupRadius, SignBook } from "./mast_signs.js";

const { L } = window;
const CELL = 64; // pixels of a group's cell
const SINGLE = 4; // as many masts in a cell are still drawn one by one
const FAINT = 0.38; // of a mast of which nobody knows whether it stood
const GROUP_BELOW = 15; // from this zoom on nothing is grouped

// Reads the bytes of /map/masts.bin (registry/services/register/map_masts.py) into columns.
export function readMasts(buffer) {
  const { n, west, south, column } = openBytes(buffer, 0x4254534d);
  return placed({
    n,
    west,
    south,
    lon: column(Uint32Array),
    lat: column(Uint32Array),
    site: column(Uint32Array),
    networks: column(Uint16Array),
    mastClass: column(Uint8Array),
    state: column(Uint8Array),
  });
}

export const MastLayer = MastCanvas.extend({
  initialize(config, options) {
    MastCanvas.prototype.initialize.call(this, options);
    this.config = config;
    this.signs = new SignBook(config);
    this.masts = null;
    this.filter = { operators: 0xffff, classes: 0xffff, states: 0xffff, everyone: true };
    this.selected = -1; // number of a site
    this.drawn = [];
    this.format = new Intl.NumberFormat(config.lang === "vi" ? "vi-VN" : "en-GB");
  },

  setMasts(masts) {
    this.masts = masts;
    this.setStates(null, null);
  },
  // The state of each mast on the day that is shown, `ABSENT` where it did not stand, and which of them may have
  // stood; null for both: as the register has them today.
  setStates(states, unsure) {
    this.states = states ?? this.masts.state;
    this.unsure = unsure;
    this.redraw();
  },
  setFilter(filter) {
    this.filter = filter;
    this.redraw();
  },
  select(site) {
    this.selected = site;
    this.redraw();
    this.fire("selected", { site });
  },
  redraw() {
    if (this._map) this._update();
  },

  passes(i) {
    const { masts, filter } = this;
    const mask = masts.networks[i];
    return (
      (mask & filter.operators || (filter.everyone && !mask)) &&
      (filter.classes >> masts.mastClass[i]) & 1 &&
      (filter.states >> this.states[i]) & 1
    );
  },

  // The drawn thing nearest to a point of the map's container, within `reach` pixels of its edge.
  hit(point, reach) {
    const at = this._map.containerPointToLayerPoint(point).subtract(this._bounds.min);
    let best = null;
    let nearest = Infinity;
    for (const item of this.drawn) {
      const away = Math.hypot(item.x - at.x, item.y - at.y) - item.r;
      if (away <= reach && away < nearest) {
        best = item;
        nearest = away;
      }
    }
    return best;
  },

  // Where something drawn lies: the middle of its sign.
  placeOf(item) {
    return this._map.layerPointToLatLng(L.point(item.x, item.y).add(this._bounds.min));
  },

  // Counts in the visible part of the map; each facet is counted as if only the other two were filtered.
  count() {
    const { masts, filter, config } = this;
    const facets = {
      view: 0,
      operator: config.operators.map(() => 0),
      class: config.classes.map(() => 0),
      state: config.states.map(() => 0),
    };
    if (!masts) return facets;
    const scale = 256 * 2 ** this._map.getZoom();
    const box = this._map.getPixelBounds();
    for (let i = 0; i < masts.n; i += 1) {
      const now = this.states[i];
      if (now === ABSENT) continue;
      const px = masts.x[i] * scale;
      const py = masts.y[i] * scale;
      if (px < box.min.x || px > box.max.x || py < box.min.y || py > box.max.y) continue;
      const mask = masts.networks[i];
      const operator = mask & filter.operators || (filter.everyone && !mask);
      const kind = (filter.classes >> masts.mastClass[i]) & 1;
      const state = (filter.states >> now) & 1;
      if (operator && kind && state) facets.view += 1;
      if (kind && state)
        for (let bit = 0; bit < facets.operator.length; bit += 1) facets.operator[bit] += (mask >> bit) & 1;
      if (operator && state) facets.class[masts.mastClass[i]] += 1;
      if (operator && kind) facets.state[now] += 1;
    }
    return facets;
  },

  _draw(size, ratio) {
    const { masts, _ctx: ctx } = this;
    const zoom = this._map.getZoom();
    const scale = 256 * 2 ** zoom;
    const origin = this._map.getPixelOrigin().add(this._bounds.min);
    // cells stand still in the world, so that groups do not change while the map is moved
    const left = Math.floor(origin.x / CELL);
    const top = Math.floor(origin.y / CELL);
    const columns = Math.ceil(size.x / CELL) + 2;
    const rows = Math.ceil(size.y / CELL) + 2;
    const cells = columns * rows;
    const counts = new Int32Array(cells);
    const head = new Int32Array(cells).fill(-1);
    if (this._next?.length !== masts.n) this._next = new Int32Array(masts.n);
    const next = this._next;
    for (let i = masts.n - 1; i >= 0; i -= 1) {
      const px = masts.x[i] * scale;
      const py = masts.y[i] * scale;
      const column = Math.floor(px / CELL) - left;
      const row = Math.floor(py / CELL) - top;
      if (column < 0 || row < 0 || column >= columns || row >= rows || !this.passes(i)) continue;
      const cell = row * columns + column;
      counts[cell] += 1;
      next[i] = head[cell];
      head[cell] = i;
    }
    const radius = zoom < 11 ? 5 : zoom < 13 ? 6 : zoom < 15 ? 7 : 9;
    const groups = [];
    for (let cell = 0; cell < cells; cell += 1) {
      if (!counts[cell]) continue;
      if (zoom < GROUP_BELOW && counts[cell] > SINGLE) {
        groups.push(this._group(cell, head, next, counts[cell], scale, origin));
        continue;
      }
      for (let i = head[cell]; i >= 0; i = next[i]) {
        const x = masts.x[i] * scale - origin.x;
        const y = masts.y[i] * scale - origin.y;
        const sign = this.signs.get(masts.networks[i], masts.mastClass[i], this.states[i], radius, ratio);
        ctx.globalAlpha = this.unsure?.[i] ? FAINT : 1;
        ctx.drawImage(sign, x - sign.half, y - sign.half, sign.half * 2, sign.half * 2);
        ctx.globalAlpha = 1;
        this.drawn.push({ x, y, r: radius, mast: i });
        if (masts.site[i] === this.selected) this._halo(x, y, radius + 6);
      }
    }
    const colours = this.config.operators.map((item) => item.colour);
    for (const group of groups) {
      drawGroup(ctx, group.x, group.y, group.n, group.counts, colours, this.format.format(group.n));
      this.drawn.push(group);
      if (group.selected) this._halo(group.x, group.y, group.r + 4);
    }
  },

  _group(cell, head, next, n, scale, origin) {
    const { masts } = this;
    const counts = this.config.operators.map(() => 0);
    let x = 0;
    let y = 0;
    let selected = false;
    for (let i = head[cell]; i >= 0; i = next[i]) {
      x += masts.x[i];
      y += masts.y[i];
      for (let bit = 0; bit < counts.length; bit += 1) counts[bit] += (masts.networks[i] >> bit) & 1;
      selected ||= masts.site[i] === this.selected;
    }
    // within its own cell, so that no two groups touch
    const r = groupRadius(n);
    const within = (value) => {
      const from = Math.floor(value / CELL) * CELL;
      return Math.min(Math.max(value, from + r + 1), from + CELL - r - 1);
    };
    return {
      x: within((x / n) * scale) - origin.x,
      y: within((y / n) * scale) - origin.y,
      r,
      n,
      counts,
      selected,
      mast: -1,
    };
  },

  _halo(x, y, r) {
    const ctx = this._ctx;
    ctx.lineWidth = 6;
    ctx.strokeStyle = "rgba(255, 255, 255, 0.9)";
    ctx.beginPath();
    ctx.arc(x, y, r, 0, Math.PI * 2);
    ctx.stroke();
    ctx.lineWidth = 3;
    ctx.strokeStyle = "#ffb000";
    ctx.beginPath();
    ctx.arc(x, y, r, 0, Math.PI * 2);
    ctx.stroke();
  },
});
