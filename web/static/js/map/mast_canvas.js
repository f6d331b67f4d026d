// What the canvases of masts share: the bytes they are read from, where masts lie in the world, and the canvas.
const { L } = window;
const HEADER = 32;
const STEP = 1e-6; // degrees of one unit of the bytes

/** @typedef {<T extends ArrayBufferView>(Type: {new (buffer: ArrayBuffer, at: number, n: number): T, BYTES_PER_ELEMENT: number}) => T} Column */

// Opens bytes that begin with `magic`; `column` reads the next column, so they are asked for in their order.
/** @type {(buffer: ArrayBuffer, magic: number) => {n: number, west: number, south: number, column: Column}} */
export function openBytes(buffer, magic) {
  const head = new DataView(buffer);
  if (buffer.byteLength < HEADER || head.getUint32(0, false) !== magic || head.getUint32(4, true) !== 1) {
    throw new Error("masts.bin has a form that this page does not know");
  }
  const n = head.getUint32(8, true);
  let at = HEADER;
  /** @type {Column} */
  const column = (Type) => {
    const values = new Type(buffer, at, n);
    at += n * Type.BYTES_PER_ELEMENT;
    return values;
  };
  return { n, west: head.getFloat64(16, true), south: head.getFloat64(24, true), column };
}

// Adds x and y to the masts: web mercator, 0 to 1 over the world.
/** @type {(masts: any) => any} */
export function placed(masts) {
  masts.x = new Float64Array(masts.n);
  masts.y = new Float64Array(masts.n);
  for (let i = 0; i < masts.n; i += 1) {
    masts.x[i] = (masts.west + masts.lon[i] * STEP + 180) / 360;
    const sin = Math.sin(((masts.south + masts.lat[i] * STEP) * Math.PI) / 180);
    masts.y[i] = 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI);
  }
  return masts;
}

/** @type {(masts: any, i: number) => [number, number]} */
export const placeOf = (masts, i) => [masts.south + masts.lat[i] * STEP, masts.west + masts.lon[i] * STEP];

// A canvas over the map; a layer sets `masts` and draws them by `_draw(size, ratio)`, noting what it drew.
export const MastCanvas = L.Renderer.extend({
  options: { padding: 0.15, pane: "masts" },

  _initContainer() {
    this._container = document.createElement("canvas");
    this._container.setAttribute("aria-hidden", "true");
    this._ctx = this._container.getContext("2d");
  },

  _destroyContainer() {
    this._container.remove();
    delete this._container;
    delete this._ctx;
  },

  _update() {
    if (this._map._animatingZoom && this._bounds) return;
    L.Renderer.prototype._update.call(this);
    const { min } = this._bounds;
    const size = this._bounds.getSize();
    const ratio = Math.min(2, Math.ceil(window.devicePixelRatio || 1));
    L.DomUtil.setPosition(this._container, min);
    this._container.width = size.x * ratio;
    this._container.height = size.y * ratio;
    this._container.style.width = `${size.x}px`;
    this._container.style.height = `${size.y}px`;
    this._ctx.scale(ratio, ratio);
    this.drawn = [];
    if (this.masts) this._draw(size, ratio);
    this.fire("drawn");
  },
});
