// How outside cable is drawn: a colour, a line and a sign for each kind.
// each way of laying has a colour and a line of its own; words stand beside them in every legend
export const STYLES = {
  aerial: { color: "#b3470a", width: 2.2, dash: [] },
  duct: { color: "#1f4e9c", width: 3.4, dash: [], core: "#ffffff" },
  buried: { color: "#6a2c91", width: 2.4, dash: [7, 4] },
};
export const MOUNTS = ["aerial", "duct", "buried"];
export const STATES = ["in_service", "planned", "suspended", "retired"];

export function trace(ctx, style, state, path) {
  ctx.globalAlpha = state === "suspended" ? 0.45 : 1;
  ctx.setLineDash(state === "planned" ? [2, 4] : style.dash);
  ctx.strokeStyle = style.color;
  ctx.lineWidth = style.width;
  ctx.stroke(path);
  if (style.core && state !== "planned") {
    ctx.strokeStyle = style.core;
    ctx.lineWidth = style.width - 2.2;
    ctx.stroke(path);
  }
  ctx.globalAlpha = 1;
  ctx.setLineDash([]);
}

export function drawSwatch(canvas) {
  const ctx = canvas.getContext("2d");
  ctx.scale(2, 2);
  const path = new Path2D();
  path.moveTo(2, canvas.height / 4);
  path.lineTo(canvas.width / 2 - 2, canvas.height / 4);
  trace(ctx, STYLES[canvas.dataset.cable], "in_service", path);
}

// The sign of a kind of node about the present origin.
export function drawNode(ctx, kind, r) {
  ctx.lineWidth = 1.6;
  ctx.strokeStyle = "#3c2415";
  ctx.fillStyle = "#3c2415";
  ctx.beginPath();
  if (kind === "chamber" || kind === "duct_end") ctx.rect(-r, -r, 2 * r, 2 * r);
  else if (kind === "cabinet") {
    ctx.moveTo(0, -r * 1.2);
    ctx.lineTo(r * 1.1, r);
    ctx.lineTo(-r * 1.1, r);
    ctx.closePath();
  } else if (kind === "height_sign") {
    ctx.moveTo(0, -r * 1.3);
    ctx.lineTo(r * 1.3, 0);
    ctx.lineTo(0, r * 1.3);
    ctx.lineTo(-r * 1.3, 0);
    ctx.closePath();
  } else if (kind === "tag") {
    ctx.moveTo(-r, 0);
    ctx.lineTo(r, 0);
    ctx.moveTo(0, -r);
    ctx.lineTo(0, r);
  } else ctx.arc(0, 0, r, 0, Math.PI * 2);
  if (kind === "tag") {
    ctx.lineWidth = 2.4;
    ctx.stroke();
    return;
  }
  if (kind === "duct_end" || kind === "pole_shared") {
    ctx.save();
    ctx.fillStyle = "#fff";
    ctx.fill();
    ctx.restore();
  } else ctx.fill();
  ctx.stroke();
  if (kind === "pole_shared") {
    ctx.beginPath();
    ctx.arc(0, 0, r, -Math.PI / 2, Math.PI / 2);
    ctx.fill();
  }
}

export function cableStyle(properties) {
  if (properties.mount === "area")
    return {
      color: "#2f6b3a",
      weight: 2,
      dashArray: "8 5",
      fill: true,
      fillColor: "#2f6b3a",
      fillOpacity: 0.08,
    };
  const style = STYLES[properties.mount] ?? STYLES.aerial;
  return {
    color: style.color,
    weight: style.width + 1.2,
    dashArray: properties.state === "planned" ? "2 5" : style.dash.join(" ") || null,
    opacity: properties.state === "retired" ? 0.4 : 0.95,
    fill: false,
  };
}
