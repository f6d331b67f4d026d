// How names lie on the background: a place's name beside its dot, a river's along its bends, a road's number on a shield.
// Each is a label symbolizer of protomaps-leaflet: place(layout, geom, feature) says where it fits and how it is drawn.

/** @typedef {{x: number, y: number}} Spot */
/** @typedef {{minX: number, minY: number, maxX: number, maxY: number}} Box */
/** @typedef {{zoom: number, scratch: CanvasRenderingContext2D}} Layout */
/** @typedef {{font: (zoom: number) => string, size: (zoom: number) => number, fill: string, halo: string,
 *   spaced?: number, upper?: boolean}} Look */

const MOST_LETTERS = 16; // a longer name is broken in two where it has a space
const BEND = 0.62; // radians from one letter to the next, at most

/** @type {(ctx: CanvasRenderingContext2D, look: Look, zoom: number) => void} */
function take(ctx, look, zoom) {
  ctx.font = look.font(zoom);
  ctx.fillStyle = look.fill;
  ctx.strokeStyle = look.halo;
  ctx.lineWidth = 2.6;
  ctx.lineJoin = "round";
  ctx.globalAlpha = 1;
  ctx.setLineDash([]);
}

// One line or two, broken near the middle.
/** @type {(text: string) => string[]} */
export function lines(text) {
  if (text.length <= MOST_LETTERS) return [text];
  const middle = text.length / 2;
  let best = -1;
  for (let at = text.indexOf(" "); at >= 0; at = text.indexOf(" ", at + 1))
    if (Math.abs(at - middle) < Math.abs(best - middle)) best = at;
  return best < 0 ? [text] : [text.slice(0, best), text.slice(best + 1)];
}

// A place's name: under its dot where `dot` says a radius, else over its point.
export class PlaceName {
  /** @param {Look & {dot?: (zoom: number) => number, apart?: number}} look */
  constructor(look) {
    this.look = look;
  }

  /** @type {(layout: Layout, geom: Spot[][], feature: any) => any[] | undefined} */
  place(layout, geom, feature) {
    const { look } = this;
    const zoom = layout.zoom;
    let text = feature.props.label;
    if (!text) return undefined;
    if (look.upper) text = text.toUpperCase();
    const at = middleOf(geom, feature);
    const rows = lines(text);
    layout.scratch.font = look.font(zoom);
    const size = look.size(zoom);
    const wide = Math.max(...rows.map((row) => layout.scratch.measureText(row).width)) + 4;
    const step = size * 1.15;
    const dot = look.dot?.(zoom) ?? 0;
    const top = dot ? dot + 2 : (-step * rows.length) / 2;
    /** @type {Box} */
    const box = {
      minX: at.x - wide / 2,
      maxX: at.x + wide / 2,
      minY: at.y + Math.min(top, -dot),
      maxY: at.y + top + step * rows.length,
    };
    /** @type {(ctx: CanvasRenderingContext2D) => void} */
    const draw = (ctx) => {
      take(ctx, look, zoom);
      ctx.textAlign = "center";
      ctx.textBaseline = "middle";
      rows.forEach((row, k) => {
        const y = top + step * (k + 0.5);
        ctx.strokeText(row, 0, y);
        ctx.fillText(row, 0, y);
      });
      if (!dot) return;
      ctx.beginPath();
      ctx.arc(0, 0, dot, 0, Math.PI * 2);
      ctx.lineWidth = 1.5;
      ctx.stroke();
      ctx.fill();
    };
    return [
      { anchor: at, bboxes: [box], draw, deduplicationKey: text, deduplicationDistance: look.apart ?? 400 },
    ];
  }
}

// The point of a point; of an area the middle of its box.
/** @type {(geom: any[][], feature: any) => any} */
function middleOf(geom, feature) {
  const first = geom[0][0].clone();
  if (feature.geomType === 1) return first;
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of geom)
    for (const { x, y } of ring) {
      minX = Math.min(minX, x);
      maxX = Math.max(maxX, x);
      minY = Math.min(minY, y);
      maxY = Math.max(maxY, y);
    }
  first.x = (minX + maxX) / 2;
  first.y = (minY + maxY) / 2;
  return first;
}

/** @type {(line: Spot[]) => number[]} */
function lengths(line) {
  const sums = [0];
  for (let i = 1; i < line.length; i += 1)
    sums.push(sums[i - 1] + Math.hypot(line[i].x - line[i - 1].x, line[i].y - line[i - 1].y));
  return sums;
}

// The place on a line that far from its start; `sums` are its lengths.
/** @type {(line: Spot[], sums: number[], far: number) => Spot} */
export function along(line, sums, far) {
  let i = 1;
  while (i < line.length - 1 && sums[i] < far) i += 1;
  const step = sums[i] - sums[i - 1] || 1;
  const share = (far - sums[i - 1]) / step;
  return {
    x: line[i - 1].x + (line[i].x - line[i - 1].x) * share,
    y: line[i - 1].y + (line[i].y - line[i - 1].y) * share,
  };
}

// Where each letter stands if the text begins `from` along the line: its middle and its turn; null where it would bend
// more than one can read.
/** @type {(line: Spot[], sums: number[], from: number, widths: number[]) => {x: number, y: number, turn: number}[] | null} */
export function letters(line, sums, from, widths) {
  const whole = widths.reduce((sum, width) => sum + width, 0);
  const [start, end] = [along(line, sums, from), along(line, sums, from + whole)];
  const back = end.x < start.x;
  const found = [];
  let far = back ? from + whole : from;
  for (const width of widths) {
    const next = back ? far - width : far + width;
    const [a, b] = [along(line, sums, far), along(line, sums, next)];
    const turn = Math.atan2(b.y - a.y, b.x - a.x);
    const before = found.at(-1);
    if (before && Math.abs(Math.atan2(Math.sin(turn - before.turn), Math.cos(turn - before.turn))) > BEND)
      return null;
    found.push({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, turn });
    far = next;
  }
  const least = Math.hypot(end.x - start.x, end.y - start.y);
  return least < whole * 0.72 ? null : found;
}

// A name along its line, letter by letter; again after `every` pixels.
export class LineName {
  /** @param {Look & {every: number, lift?: number}} look */
  constructor(look) {
    this.look = look;
  }

  /** @type {(layout: Layout, geom: any[][], feature: any) => any[] | undefined} */
  place(layout, geom, feature) {
    const { look } = this;
    const { zoom, scratch } = layout;
    const text = feature.props.label;
    if (!text) return undefined;
    scratch.font = look.font(zoom);
    const signs = [...text];
    const spaced = look.spaced ?? 0;
    const total = scratch.measureText(text).width + spaced * signs.length;
    const placed = [];
    for (const line of geom) {
      const sums = lengths(line);
      const long = sums[sums.length - 1];
      if (long < total + 12) continue;
      // widths with their kerning, as the text has them up to each letter
      const ends = signs.map(
        (_, i) => scratch.measureText(signs.slice(0, i + 1).join("")).width + spaced * (i + 1),
      );
      const widths = ends.map((end, i) => end - (i ? ends[i - 1] : 0));
      const times = Math.max(1, Math.floor(long / look.every));
      for (let k = 0; k < times; k += 1) {
        const middle = (long * (k + 0.5)) / times - total / 2;
        for (const shift of [0, 40, -40, 90, -90]) {
          const from = middle + shift;
          if (from < 4 || from + total > long - 4) continue;
          const spots = letters(line, sums, from, widths);
          if (!spots) continue;
          placed.push(this._label(line[0], text, signs, spots, zoom));
          break;
        }
      }
    }
    return placed.length ? placed : undefined;
  }

  /** @type {(point: any, text: string, signs: string[], spots: {x: number, y: number, turn: number}[], zoom: number) => any} */
  _label(point, text, signs, spots, zoom) {
    const { look } = this;
    const size = look.size(zoom);
    const middle = spots[spots.length >> 1];
    const anchor = point.clone();
    anchor.x = middle.x;
    anchor.y = middle.y;
    const half = size * 0.75;
    const bboxes = [];
    for (let i = 0; i < spots.length; i += 2) {
      const { x, y } = spots[i];
      bboxes.push({ minX: x - half, maxX: x + half, minY: y - half, maxY: y + half });
    }
    const { x: cx, y: cy } = middle;
    /** @type {(ctx: CanvasRenderingContext2D) => void} */
    const draw = (ctx) => {
      take(ctx, look, zoom);
      ctx.textAlign = "center";
      ctx.textBaseline = "middle";
      for (const stroked of [true, false])
        spots.forEach(({ x, y, turn }, i) => {
          if (signs[i] === " ") return;
          ctx.save();
          ctx.translate(x - cx, y - cy);
          ctx.rotate(turn);
          ctx.translate(0, look.lift ?? 0);
          if (stroked) ctx.strokeText(signs[i], 0, 0);
          else ctx.fillText(signs[i], 0, 0);
          ctx.restore();
        });
    };
    return { anchor, bboxes, draw, deduplicationKey: text, deduplicationDistance: look.every };
  }
}

// A road's number in a box on the middle of its line.
export class Shield {
  /** @param {{font: string, fill: string, line: string, ink: string, every: number}} look */
  constructor(look) {
    this.look = look;
  }

  /** @type {(layout: Layout, geom: any[][], feature: any) => any[] | undefined} */
  place(layout, geom, feature) {
    const { look } = this;
    const text = feature.props.shield;
    if (!text) return undefined;
    layout.scratch.font = look.font;
    const wide = layout.scratch.measureText(text).width / 2 + 4;
    const high = 7;
    const placed = [];
    for (const line of geom) {
      const sums = lengths(line);
      const long = sums[sums.length - 1];
      if (long < wide * 3) continue;
      const spot = along(line, sums, long / 2);
      const anchor = line[0].clone();
      anchor.x = spot.x;
      anchor.y = spot.y;
      placed.push({
        anchor,
        bboxes: [
          {
            minX: spot.x - wide - 2,
            maxX: spot.x + wide + 2,
            minY: spot.y - high - 2,
            maxY: spot.y + high + 2,
          },
        ],
        deduplicationKey: text,
        deduplicationDistance: look.every,
        /** @type {(ctx: CanvasRenderingContext2D) => void} */
        draw: (ctx) => {
          ctx.globalAlpha = 1;
          ctx.setLineDash([]);
          ctx.beginPath();
          ctx.roundRect(-wide, -high, wide * 2, high * 2, 3);
          ctx.fillStyle = look.fill;
          ctx.fill();
          ctx.lineWidth = 1;
          ctx.strokeStyle = look.line;
          ctx.stroke();
          ctx.font = look.font;
          ctx.fillStyle = look.ink;
          ctx.textAlign = "center";
          ctx.textBaseline = "middle";
          ctx.fillText(text, 0, 0.5);
        },
      });
    }
    return placed.length ? placed : undefined;
  }
}
