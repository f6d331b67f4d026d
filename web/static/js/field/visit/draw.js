// Drawing over a photo: arrows and circles, kept as an item of their own; the photo stays as it was taken.
// Written as the server reads it (registry/safety/photo_marks.py): thousandths of the photo's width and height.

import { button, el } from "../dom.js";
import { record } from "../record.js";
import { saidOfCode, t } from "../words.js";

const SPACE = "http://www.w3.org/2000/svg";
const WHOLE = 1000;
const MOST = 40; // marks on one photo
const LEAST = 15; // thousandths: less is a tap, not a stroke
const [HEAD, ANGLE] = [0.06, (25 * Math.PI) / 180];

/** @typedef {{shape: string, ends: number[]}} Mark */

/** @type {(marks: Mark[]) => string} */
export const writtenMarks = (marks) => marks.map(({ shape, ends }) => shape + ends.join(" ")).join("");

/** @type {(text: string) => Mark[]} */
export const readMarks = (text) =>
  [...String(text).matchAll(/([AC])(\d+) (\d+) (\d+) (\d+)/g)].map(([, shape, ...ends]) => ({
    shape,
    ends: ends.map(Number),
  }));

/** The item that stands of what was drawn over a photo; null for none. */
export const drawingOf = (rows, sha) =>
  rows.filter((row) => row.kind === "drawing" && row.item.photos[0] === sha).at(-1) ?? null;

// The marks as SVG over a picture of `wide` x `high`, twice: a white edge below, so that they are seen on any ground.
/** @type {(marks: Mark[], wide: number, high: number) => SVGElement[]} */
export function drawnMarks(marks, wide, high) {
  const longest = Math.max(wide, high);
  const d = marks.map(({ shape, ends }) => pathOf(shape, ends, wide, high, longest)).join("");
  return [
    ["#fff", longest / 80],
    ["#d61f1f", longest / 160],
  ].map(([stroke, width]) => {
    const path = document.createElementNS(SPACE, "path");
    for (const [name, value] of Object.entries({
      d,
      stroke,
      "stroke-width": width,
      fill: "none",
      "stroke-linecap": "round",
      "stroke-linejoin": "round",
    }))
      path.setAttribute(name, String(value));
    return path;
  });
}

function pathOf(shape, ends, wide, high, longest) {
  const [x1, y1, x2, y2] = ends.map((end, at) => (end / WHOLE) * (at % 2 ? high : wide));
  if (shape === "C") {
    const [rx, ry] = [Math.abs(x2 - x1) / 2, Math.abs(y2 - y1) / 2];
    const [left, right, middle] = [Math.min(x1, x2), Math.max(x1, x2), (y1 + y2) / 2];
    return `M${left} ${middle}A${rx} ${ry} 0 1 0 ${right} ${middle}A${rx} ${ry} 0 1 0 ${left} ${middle}`;
  }
  const turned = Math.atan2(y1 - y2, x1 - x2);
  const tip = (side) =>
    `${x2 + HEAD * longest * Math.cos(turned + side)} ${y2 + HEAD * longest * Math.sin(turned + side)}`;
  return `M${x1} ${y1}L${x2} ${y2}L${tip(ANGLE)}M${x2} ${y2}L${tip(-ANGLE)}`;
}

/** Marks as a picture over a photo's; null where there are none. `size`: the photo's, [width, height]. */
export function overlay(marks, [wide, high]) {
  const svg = document.createElementNS(SPACE, "svg");
  svg.setAttribute("viewBox", `0 0 ${wide} ${high}`);
  svg.setAttribute("class", "marks");
  svg.setAttribute("aria-hidden", "true");
  svg.append(...drawnMarks(marks, wide, high));
  return svg;
}

// The photo as large as the glass, with what is drawn over it. Resolves with the new row, or null where nothing changed.
export function drawOn(visitor, row, blob) {
  const [sha] = row.item.photos;
  const last = drawingOf(visitor.rows, sha);
  const marks = last ? readMarks(last.item.value) : [];
  const url = URL.createObjectURL(blob);
  const picture = el("img", { src: url, alt: t("draw.picture"), draggable: "false" });
  const stage = el("div", { class: "draw-stage" }, picture);
  const told = el("p", { class: "reason", role: "alert" });
  const box = el("dialog", { class: "draw", "aria-label": t("draw.title") });
  let shape = "A";
  let pen = null;
  const tools = el("div", { class: "row-buttons", role: "group", "aria-label": t("draw.tool") });
  const paint = () => {
    stage.querySelector("svg")?.remove();
    const all = pen ? [...marks, pen.mark] : marks;
    if (picture.naturalWidth) stage.append(overlay(all, [picture.naturalWidth, picture.naturalHeight]));
    undo.disabled = !marks.length;
  };
  const tool = (name, words) =>
    button(
      words,
      () => {
        shape = name;
        for (const one of tools.children)
          one.setAttribute("aria-pressed", String(one.dataset.shape === shape));
      },
      { class: "tap", "aria-pressed": String(name === shape), "data-shape": name },
    );
  tools.append(tool("A", t("draw.arrow")), tool("C", t("draw.circle")));
  const undo = button(
    t("draw.undo"),
    () => {
      marks.pop();
      paint();
    },
    { class: "tap" },
  );
  const at = (event) => {
    const shown = picture.getBoundingClientRect();
    const share = (value, from, length) =>
      Math.round(Math.min(Math.max((value - from) / length, 0), 1) * WHOLE);
    return [share(event.clientX, shown.left, shown.width), share(event.clientY, shown.top, shown.height)];
  };
  stage.addEventListener("pointerdown", (event) => {
    if (marks.length >= MOST) return;
    stage.setPointerCapture(event.pointerId);
    const from = at(event);
    pen = { id: event.pointerId, mark: { shape, ends: [...from, ...from] } };
    event.preventDefault();
  });
  stage.addEventListener("pointermove", (event) => {
    if (event.pointerId !== pen?.id) return;
    pen.mark.ends = [...pen.mark.ends.slice(0, 2), ...at(event)];
    paint();
  });
  for (const end of ["pointerup", "pointercancel"])
    stage.addEventListener(end, (event) => {
      if (event.pointerId !== pen?.id) return;
      const [x1, y1, x2, y2] = pen.mark.ends;
      if (end === "pointerup" && Math.hypot(x2 - x1, y2 - y1) >= LEAST) marks.push(pen.mark);
      pen = null;
      paint();
    });
  return new Promise((done) => {
    const leave = (made) => {
      URL.revokeObjectURL(url);
      box.remove();
      done(made);
    };
    const keep = async () => {
      const value = writtenMarks(marks);
      if (value === (last?.item.value ?? "")) return leave(null);
      try {
        const made = await record(visitor.visit, {
          kind: "drawing",
          entry: row.item.entry,
          photos: [sha],
          value,
          replaces: last?.id ?? "",
        });
        visitor.taken(made);
        leave(made);
      } catch (error) {
        told.textContent = saidOfCode(error.code ?? "FIELD-PHONE-STORE");
      }
    };
    box.append(
      el("p", { class: "hint", text: t("draw.how") }),
      tools,
      stage,
      told,
      el(
        "div",
        { class: "row-buttons" },
        undo,
        button(t("draw.leave"), () => leave(null), { class: "tap" }),
        button(t("draw.keep"), keep, { class: "tap primary" }),
      ),
    );
    box.addEventListener("cancel", () => leave(null));
    picture.addEventListener("load", paint);
    document.body.append(box);
    box.showModal();
    paint();
  });
}
