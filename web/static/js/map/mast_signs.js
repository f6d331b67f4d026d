// How a mast is drawn: colour says the operator, shape the class, filling the state.
// Signs are drawn once and kept as pictures, so that many thousands can be stamped.

const TAU = Math.PI * 2;
const PAPER = "#ffffff";
const GONE = "#5c666e";
const NOBODY = "#5c666e";

const SHAPES = {
  dot(path, r) {
    path.arc(0, 0, r * 0.62, 0, TAU);
  },
  disc(path, r) {
    path.arc(0, 0, r * 0.78, 0, TAU);
  },
  plus(path, r) {
    const [a, b] = [r * 0.34, r * 0.98];
    for (const [x, y] of [
      [-a, -b],
      [a, -b],
      [a, -a],
      [b, -a],
      [b, a],
      [a, a],
      [a, b],
      [-a, b],
      [-a, a],
      [-b, a],
      [-b, -a],
      [-a, -a],
    ])
      path.lineTo(x, y);
    path.closePath();
  },
  diamond(path, r) {
    polygon(path, r * 1.02, 4, 0);
  },
  square(path, r) {
    path.rect(-r * 0.78, -r * 0.78, r * 1.56, r * 1.56);
  },
  triangle(path, r) {
    path.moveTo(0, -r * 1.02);
    path.lineTo(r * 0.98, r * 0.74);
    path.lineTo(-r * 0.98, r * 0.74);
    path.closePath();
  },
  pentagon(path, r) {
    polygon(path, r, 5, 0);
  },
};

function polygon(path, r, corners, turn) {
  for (let k = 0; k < corners; k += 1) {
    const angle = turn - Math.PI / 2 + (k * TAU) / corners;
    path.lineTo(r * Math.cos(angle), r * Math.sin(angle));
  }
  path.closePath();
}

export function outline(shape, r) {
  const path = new Path2D();
  SHAPES[shape](path, r);
  return path;
}

// Draws one sign around (0, 0): `colours` of the operators on the mast, state as in the register.
export function drawSign(ctx, r, shape, colours, state) {
  const own = colours.length ? colours : [NOBODY];
  if (state === "dismantled") {
    for (const [colour, width] of [
      [PAPER, 4.5],
      [GONE, 2],
    ]) {
      ctx.beginPath();
      ctx.strokeStyle = colour;
      ctx.lineWidth = width;
      ctx.lineCap = "round";
      const d = r * 0.62;
      ctx.moveTo(-d, -d);
      ctx.lineTo(d, d);
      ctx.moveTo(d, -d);
      ctx.lineTo(-d, d);
      ctx.stroke();
    }
    return;
  }
  const path = outline(shape, r);
  ctx.lineJoin = "round";
  ctx.strokeStyle = PAPER;
  ctx.lineWidth = 3;
  ctx.stroke(path);
  ctx.save();
  ctx.clip(path);
  const hollow = state === "approved" || state === "under_construction";
  ctx.fillStyle = PAPER;
  ctx.fillRect(-r * 2, -r * 2, r * 4, r * 4);
  const top = state === "under_construction" ? r * 0.1 : -r * 2;
  if (state !== "approved") {
    const width = (r * 2) / own.length;
    own.forEach((colour, k) => {
      ctx.fillStyle = colour;
      ctx.fillRect(-r + k * width - (k ? 0 : r), top, width + r * 2, r * 4);
    });
  }
  if (state === "suspended") {
    ctx.fillStyle = PAPER;
    ctx.fillRect(-r * 2, -r * 0.12, r * 4, r * 0.42);
  }
  ctx.restore();
  if (hollow || state === "suspended") {
    own.forEach((colour, k) => {
      ctx.save();
      ctx.beginPath();
      const width = (r * 3) / own.length;
      ctx.rect(-r * 1.5 + k * width, -r * 1.5, width + 0.5, r * 3);
      ctx.clip();
      ctx.strokeStyle = colour;
      ctx.lineWidth = 1.8;
      ctx.stroke(path);
      ctx.restore();
    });
  }
}

// Pictures of signs by what they show; `config` names colours, shapes and states by index.
export class SignBook {
  constructor(config) {
    this.config = config;
    this.kept = new Map();
  }

  colours(mask) {
    return this.config.operators.filter((_, bit) => (mask >> bit) & 1).map((item) => item.colour);
  }

  get(mask, classIndex, stateIndex, r, ratio) {
    const key = ((mask * 16 + classIndex) * 16 + stateIndex) * 64 + r * 4 + ratio;
    let sign = this.kept.get(key);
    if (!sign) {
      const half = Math.ceil(r + 3);
      sign = document.createElement("canvas");
      sign.width = sign.height = half * 2 * ratio;
      const ctx = sign.getContext("2d");
      ctx.scale(ratio, ratio);
      ctx.translate(half, half);
      drawSign(
        ctx,
        r,
        this.config.classes[classIndex].shape,
        this.colours(mask),
        this.config.states[stateIndex].code,
      );
      sign.half = half;
      this.kept.set(key, sign);
    }
    return sign;
  }
}

// A group of masts: a ring shared by the operators, the count inside. `counts` by operator.
export function drawGroup(ctx, x, y, n, counts, colours, text) {
  const r = groupRadius(n);
  const total = counts.reduce((sum, value) => sum + value, 0) || 1;
  ctx.beginPath();
  ctx.arc(x, y, r + 1.5, 0, TAU);
  ctx.fillStyle = PAPER;
  ctx.fill();
  let from = -Math.PI / 2;
  counts.forEach((value, k) => {
    if (!value) return;
    const to = from + (TAU * value) / total;
    ctx.beginPath();
    ctx.arc(x, y, r - 2, from, to);
    ctx.strokeStyle = colours[k];
    ctx.lineWidth = 4;
    ctx.stroke();
    from = to;
  });
  ctx.fillStyle = "#15232d";
  ctx.font = `600 ${n > 999 ? 11 : 12}px "Be Vietnam Pro", system-ui, sans-serif`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(text, x, y + 0.5);
}

export function groupRadius(n) {
  return 12 + 4.2 * Math.log10(n);
}
