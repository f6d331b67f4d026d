// A mast's sheet as one picture, to send on by any messenger: the facts, and a sketch of what stands around it.
import { metresBetween } from "./numbers.js";
import { said, showDay, t } from "./words.js";

const [WIDTH, SKETCH, MARGIN] = [900, 420, 40];
const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function lines(ctx, text, width) {
  const found = [];
  let line = "";
  for (const word of String(text).split(/\s+/)) {
    const longer = line ? `${line} ${word}` : word;
    if (line && ctx.measureText(longer).width > width) {
      found.push(line);
      line = word;
    } else line = longer;
  }
  return line ? [...found, line] : found;
}

function facts(mast) {
  return [
    [t("mast.position"), `${mast.lat.toFixed(6)}, ${mast.lon.toFixed(6)}`],
    [t("mast.where"), [mast.commune, mast.address].filter(Boolean).join(", ")],
    [t("mast.operators"), mast.operators.join(", ")],
    [t("mast.answers"), mast.organisation],
    [t("mast.state"), said(mast.state)],
    [
      t("mast.last"),
      mast.last.length ? `${showDay(mast.last[0].day)} · ${mast.last[0].person}` : t("mast.never"),
    ],
    [
      t("mast.defects"),
      mast.defects.length ? mast.defects.map((item) => said(item.words)).join("; ") : t("mast.none"),
    ],
    [t("list.due-short"), showDay(mast.due_on)],
  ].filter(([, value]) => value);
}

function sketch(ctx, app, mast, top) {
  const metres = 1200;
  const scale = SKETCH / 2 / metres;
  const x = (lon) => WIDTH / 2 + (lon - mast.lon) * 111320 * Math.cos((mast.lat * Math.PI) / 180) * scale;
  const y = (lat) => top + SKETCH / 2 - (lat - mast.lat) * 110574 * scale;
  ctx.save();
  ctx.beginPath();
  ctx.rect(MARGIN, top, WIDTH - 2 * MARGIN, SKETCH);
  ctx.fillStyle = "#fbfbf8";
  ctx.fill();
  ctx.clip();
  const ring = (points) =>
    points.forEach(([lon, lat], index) => {
      ctx[index ? "lineTo" : "moveTo"](x(lon), y(lat));
    });
  for (const [kind, shapes] of app.pack?.area ?? []) {
    ctx.strokeStyle = kind === "border" ? "#7d8a93" : kind === "road" ? "#b59b6a" : "#4a4a4a";
    ctx.lineWidth = kind === "border" ? 1 : 2.5;
    ctx.setLineDash(kind === "border" ? [5, 4] : []);
    for (const { geometry } of shapes.features ?? []) {
      if (!geometry) continue;
      const depth = { LineString: 1, MultiLineString: 2, Polygon: 2, MultiPolygon: 3 }[geometry.type];
      if (!depth) continue;
      ctx.beginPath();
      [geometry.coordinates].flat(depth - 1).forEach(ring);
      ctx.stroke();
    }
  }
  ctx.setLineDash([]);
  for (const { lon, lat } of app.pack?.others ?? []) {
    ctx.beginPath();
    ctx.arc(x(lon), y(lat), 5, 0, 7);
    ctx.fillStyle = "#a9b5bd";
    ctx.fill();
  }
  for (const other of app.pack?.masts ?? []) {
    if (other === mast || metresBetween(mast.lon, mast.lat, other.lon, other.lat) > 2 * metres) continue;
    ctx.beginPath();
    ctx.arc(x(other.lon), y(other.lat), 7, 0, 7);
    ctx.fillStyle = css("--plate-head");
    ctx.fill();
    ctx.fillStyle = css("--letter-ink");
    ctx.font = "500 18px system-ui";
    ctx.fillText(other.code, x(other.lon) + 11, y(other.lat) + 6);
  }
  ctx.beginPath();
  ctx.arc(x(mast.lon), y(mast.lat), 14, 0, 7);
  ctx.lineWidth = 5;
  ctx.strokeStyle = css("--halo");
  ctx.stroke();
  ctx.beginPath();
  ctx.arc(x(mast.lon), y(mast.lat), 8, 0, 7);
  ctx.fillStyle = css("--plate-demo");
  ctx.fill();
  ctx.fillStyle = css("--letter-ink");
  ctx.fillRect(MARGIN + 16, top + SKETCH - 22, 500 * scale, 4);
  ctx.font = "500 18px system-ui";
  ctx.fillText(`500 m · ${t("picture.north")} ↑`, MARGIN + 16, top + SKETCH - 32);
  ctx.restore();
}

export async function sheetPicture(app, mast) {
  await document.fonts?.ready;
  const canvas = document.createElement("canvas");
  const ctx = canvas.getContext("2d");
  const font = (weight, size) => `${weight} ${size}px "Be Vietnam Pro", system-ui, sans-serif`;
  ctx.font = font(400, 26);
  const rows = facts(mast).map(([name, value]) => [name, lines(ctx, value, WIDTH - 2 * MARGIN - 250)]);
  canvas.width = WIDTH;
  canvas.height = 190 + rows.reduce((sum, [, text]) => sum + text.length * 34 + 12, 0) + SKETCH + 90;
  ctx.fillStyle = "#fff";
  ctx.fillRect(0, 0, canvas.width, canvas.height);
  ctx.fillStyle = css("--plate-head");
  ctx.fillRect(0, 0, WIDTH, 140);
  ctx.fillStyle = "#fff";
  ctx.font = font(700, 44);
  ctx.fillText(mast.code, MARGIN, 66);
  ctx.font = font(400, 26);
  ctx.fillText([mast.who, mast.what].filter(Boolean).join(" · "), MARGIN, 112, WIDTH - 2 * MARGIN);
  let y = 190;
  for (const [name, text] of rows) {
    ctx.fillStyle = css("--letter-soft");
    ctx.font = font(500, 22);
    ctx.fillText(name, MARGIN, y, 235);
    ctx.fillStyle = css("--letter-ink");
    ctx.font = font(400, 26);
    for (const line of text) {
      ctx.fillText(line, MARGIN + 250, y);
      y += 34;
    }
    y += 12;
  }
  sketch(ctx, app, mast, y - 10);
  ctx.fillStyle = css("--letter-soft");
  ctx.font = font(400, 20);
  ctx.fillText(
    `${t("picture.from")} ${showDay(app.pack?.at ?? new Date().toISOString())}${app.pack?.illustrative ? ` · ${t("picture.illustrative")}` : ""}`,
    MARGIN,
    canvas.height - 34,
  );
  return new Promise((resolve) => {
    canvas.toBlob(resolve, "image/png");
  });
}
