// The map beside the table: every row by the shape of its verdict, masts and zones around, and why.

import { borderStyle, nameCommunes } from "../map/ground/borders.js";
import { MapLabels } from "../map/ground/map_labels.js";
import { SignBook } from "../map/mast_signs.js";
import { circle, el, metres } from "../map/parts.js";
import { styleOf } from "../map/zone_layer.js";
import { css, Dot, drawVerdict, gripOf } from "./dots.js";
import { isFar, isLength, quietSides } from "./lengths.js";

const { L } = window;
const CIRCLES = /^SPC-/; // rules whose limit is a distance around the row
const NEAR_M = 1500;
const SHORT_PX = 170; // a shorter line has no room for its label

export class RowMap {
  constructor(map, config, rows, { chosen, tried, format }) {
    this.map = map;
    this.config = config;
    this.rows = rows;
    this.chosen = chosen;
    this.tried = tried;
    this.format = format;
    this.at = -1;
    this.masts = new Map();
    this.drawn = null;
    for (const name of ["zones", "evidence", "labels"]) map.getPane(name).style.pointerEvents = "none";
    this.canvas = L.canvas({ pane: "rows", padding: 0.3, tolerance: 6 });
    this.svg = L.svg({ pane: "evidence", padding: 0.3 });
    this.signs = new SignBook(config);
    this.evidence = L.layerGroup().addTo(map);
    this.labels = new MapLabels(map, "labels");
    this.near = L.layerGroup().addTo(map);
    this.dots = new Map();
    this.tip = L.tooltip({ direction: "top", offset: [0, -8], className: "mast-tip" });
    this.handle = null;
    this.around = L.layerGroup().addTo(map);
    // What needs eyes lies on top, and thousands of rows are drawn small until one looks closer.
    const order = rows
      .map((_, at) => at)
      .sort(
        (a, b) => config.verdictOrder.indexOf(rows[b].verdict) - config.verdictOrder.indexOf(rows[a].verdict),
      );
    for (const at of order) if (rows[at].at) this._dot(at);
  }

  // Draws the rows anew that are not what they were `before`.
  renew(before) {
    this.rows.forEach((row, at) => {
      if (String(row.at) !== String(before[at]?.at)) {
        this.dots.get(at)?.remove();
        this.dots.delete(at);
        if (row.at) this._dot(at);
      } else if (row.verdict !== before[at].verdict) this.dots.get(at)?.redraw();
    });
  }

  // ---- what lies around ------------------------------------------------------------------------------------
  surround({ masts, zones, borders }) {
    this.drawn ??= {
      borders: L.canvas({ pane: "borders", padding: 0.3 }),
      zones: L.canvas({ pane: "zones", padding: 0.3 }),
    };
    const canvas = this.drawn;
    this.around.clearLayers();
    this.masts.clear();
    const style = { ...borderStyle(this.config.background), pane: "borders", renderer: canvas.borders };
    for (const { shape } of borders)
      L.geoJSON(shape, { pane: "borders", interactive: false, style }).addTo(this.around);
    for (const zone of zones) {
      L.geoJSON(zone.shape, {
        renderer: canvas.zones,
        pane: "zones",
        interactive: false,
        style: styleOf(zone.layer, zone.grade),
      }).addTo(this.around);
    }
    this.unname?.();
    const spots = borders.map(({ at: [lon, lat], name }) => ({ name, at: [lat, lon] }));
    this.unname = nameCommunes(this.map, spots, this.around);
    for (const mast of masts) this.masts.set(mast[2], mast);
    this.allMasts = masts;
    if (this.at >= 0 && this.place) this._neighbours(this.place); // a row without coordinates stands nowhere
  }

  // Brings a place into the middle and rings it for a while.
  look([lon, lat]) {
    this.map.setView([lat, lon], Math.max(this.map.getZoom(), 16), { animate: false });
    this.ring?.remove();
    this.ring = L.circleMarker([lat, lon], {
      pane: "evidence",
      renderer: this.svg,
      radius: 16,
      weight: 4,
      color: css("--accent"),
      fill: false,
      interactive: false,
    }).addTo(this.map);
    const ring = this.ring;
    setTimeout(() => ring.remove(), 6000);
    this.map.getContainer().scrollIntoView({ block: "nearest" });
  }

  mast(code) {
    return this.masts.get(code) ?? null;
  }

  _dot(at) {
    const row = this.rows[at];
    const dot = new Dot([row.at[1], row.at[0]], {
      renderer: this.canvas,
      pane: "rows",
      radius: 9,
      draw: (ctx, x, y) => this._drawRow(ctx, x, y, this.rows[at], at === this.at),
    });
    dot.on("click", (event) => {
      L.DomEvent.stopPropagation(event);
      this.chosen(at);
    });
    this._told(dot, () => this._wordsOf(this.rows[at]));
    dot.addTo(this.map);
    this.dots.set(at, dot);
  }

  // The shape is the recommendation's; the office may have decided otherwise.
  _wordsOf(row) {
    const { texts, verdicts, decisions } = this.config;
    const words = [
      `${texts.row} ${row.row} · ${row.code || texts.noCode}`,
      `${texts.recommend}: ${verdicts[row.verdict]}`,
    ];
    return row.decision ? [...words, `${texts.decision}: ${decisions[row.decision.code]}`] : words;
  }

  _drawRow(ctx, x, y, row, chosen) {
    if (chosen) return; // the handle stands there
    const dimmed = this.verdict && row.verdict !== this.verdict;
    drawVerdict(ctx, x, y, row.verdict, { dimmed, small: this.rows.length > 150 && this.map.getZoom() < 12 });
  }

  // Words at the pointer, always text.
  _told(layer, words) {
    layer.on("mouseover", (event) => {
      this.tip
        .setContent(el("span", {}, ...words().flatMap((word, k) => (k ? [el("br"), word] : [word]))))
        .setLatLng(event.target.getLatLng())
        .addTo(this.map);
    });
    layer.on("mouseout", () => this.tip.remove());
  }

  // ---- which rows count ------------------------------------------------------------------------------------
  filter(verdict) {
    this.verdict = verdict;
    for (const dot of this.dots.values()) dot.redraw();
  }

  whole() {
    const places = this.rows
      .filter((row) => row.at && (!this.verdict || row.verdict === this.verdict))
      .map((row) => [row.at[1], row.at[0]]);
    if (places.length) this.map.fitBounds(L.latLngBounds(places).pad(0.12), { animate: false, maxZoom: 16 });
    else if (this.config.box) this.map.fitBounds(this.config.box, { animate: false });
  }

  // ---- the chosen row --------------------------------------------------------------------------------------
  clear() {
    const old = this.at;
    this.at = -1;
    for (const group of [this.evidence, this.near]) group.clearLayers();
    this.labels.clear();
    this.handle?.remove();
    this.handle = null;
    this.tip.remove();
    this.dots.get(old)?.redraw();
  }

  show(at, findings, { place = this.rows[at].at, verdict = this.rows[at].verdict, follow = true } = {}) {
    this.clear();
    this.at = at;
    this.findings = findings;
    this.place = place;
    if (!place) return;
    this.dots.get(at)?.redraw();
    if (follow) this._follow(place, findings);
    this.labels.keep([place[1], place[0]], 17);
    this._circles(place, findings);
    const order = Object.keys(this.config.outcomes); // the weightiest is labelled first and has the best place
    for (const finding of [...findings].sort((a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome)))
      if (finding.evidence && finding.outcome !== "na" && !isFar(finding)) this._draw(finding);
    this._nameCircles(place, findings);
    this._repair(this.rows[at], place);
    this.labels.place();
    this._neighbours(place);
    this._grip(place, verdict);
  }

  hover(finding) {
    this.shapes?.forEach(({ layer, rule, weight, fill }) => {
      const strong = finding && finding.rule === rule;
      layer.setStyle({
        weight: strong ? weight + 2.5 : weight,
        opacity: finding && !strong ? 0.35 : 0.95,
        fillOpacity: strong ? fill + 0.12 : fill,
      });
    });
  }

  _circles(place, findings) {
    this.shapes = [];
    this.rings = [];
    const seen = new Set();
    for (const finding of findings) {
      if (
        !CIRCLES.test(finding.rule) ||
        finding.limit === null ||
        finding.unit !== "m" ||
        finding.outcome === "na"
      )
        continue;
      if (seen.has(finding.limit)) continue;
      seen.add(finding.limit);
      const tint = css(`--${finding.outcome}`);
      const ring = circle(place, finding.limit);
      const layer = L.polygon(ring, {
        renderer: this.svg,
        pane: "evidence",
        interactive: false,
        color: tint,
        weight: 1.8,
        dashArray: "7 5",
        opacity: 0.95,
        fillColor: tint,
        fillOpacity: finding.outcome === "fail" ? 0.07 : 0.03,
      }).addTo(this.evidence);
      this.shapes.push({
        layer,
        rule: finding.rule,
        weight: 1.8,
        fill: finding.outcome === "fail" ? 0.07 : 0.03,
      });
      this.rings.push({ ring, finding });
    }
  }

  // Rings are named after the distances, which need their places more.
  _nameCircles(place, findings) {
    const corners = quietSides(place, findings);
    for (const { ring, finding } of this.rings) {
      this._label(
        `${this.config.texts.limitCircle} ${this.format.number(finding.limit, 1, 0)} m · ${finding.rule}`,
        finding.outcome,
        "ring",
        { on: corners.map((corner) => ring[corner]) },
      );
    }
  }

  _draw(finding) {
    const tint = css(`--${finding.outcome}`);
    const area = /Polygon/.test(finding.evidence.type);
    const style = {
      color: tint,
      weight: area || finding.outcome === "pass" ? 1.8 : 3,
      opacity: 0.95,
      fillColor: tint,
      fillOpacity: area ? 0.07 : 0,
    };
    const layer = L.geoJSON(finding.evidence, {
      renderer: this.svg,
      pane: "evidence",
      interactive: false,
      style,
      pointToLayer: (_, at) =>
        L.circleMarker(at, {
          renderer: this.svg,
          pane: "evidence",
          interactive: false,
          radius: 6,
          ...style,
        }),
    }).addTo(this.evidence);
    this.shapes.push({ layer, rule: finding.rule, weight: style.weight, fill: style.fillOpacity });
    if (!isLength(finding)) return;
    const line = finding.evidence.coordinates;
    const [from, to] = [line[0], line[line.length - 1]];
    const named = finding.related && (finding.outcome !== "pass" || finding.measured < NEAR_M);
    const length = `${this.format.number(finding.measured, 1)} m`;
    const [start, end] = [from, to].map(([lon, lat]) => this.map.latLngToLayerPoint([lat, lon]));
    /** @type {[number, number]} */
    const beside = [to[1], to[0]];
    this.labels.keep(beside, 9); // the mast's own sign stays in sight
    if (named && start.distanceTo(end) < SHORT_PX) {
      // no room on the line
      this._label(`${finding.related} · ${length}`, finding.outcome, "other length", { beside });
      return;
    }
    const share = Math.min(0.5, finding.limit ? Math.max(0.7 * finding.limit, 170) / finding.measured : 0.5); // a long line is labelled near the row
    const steps = [1, 0.72, 1.3, 0.5, 1.65].map((step) => share * step).filter((step) => step <= 0.9);
    this._label(length, finding.outcome, "length", {
      on: steps.map((step) => [from[1] + (to[1] - from[1]) * step, from[0] + (to[0] - from[0]) * step]),
    });
    if (named) this._label(finding.related, finding.outcome, "other", { beside });
  }

  _repair(row, place) {
    if (!row.before || place !== row.at) return;
    /** @type {[number, number][]} */
    const [before, after] = [row.before, row.at].map(([lon, lat]) => [lat, lon]);
    L.polyline([before, after], {
      renderer: this.svg,
      pane: "evidence",
      interactive: false,
      color: css("--ink-soft"),
      weight: 2,
      dashArray: "2 6",
    }).addTo(this.evidence);
    L.circleMarker(before, {
      renderer: this.svg,
      pane: "evidence",
      interactive: false,
      radius: 6,
      color: css("--ink-soft"),
      weight: 2,
      dashArray: "3 3",
      fillColor: "#ffffff",
      fillOpacity: 0.8,
    }).addTo(this.evidence);
    this.labels.keep(before, 8);
    this._label(
      `${this.config.texts.writtenPlace} (${this.format.number(metres(row.before, row.at), 0)} m)`,
      "na",
      "other",
      { beside: before },
    );
  }

  _label(text, outcome, kind, where) {
    this.labels.want(el("span", {}, text), `${kind} ${outcome}`, where);
  }

  _neighbours(place) {
    this.near.clearLayers();
    for (const [lon, lat, code, networks, kind, approved] of this.allMasts ?? []) {
      if (metres(place, [lon, lat]) > NEAR_M) continue;
      const dot = new Dot([lat, lon], {
        renderer: this.canvas,
        pane: "rows",
        radius: 8,
        draw: (ctx, x, y) => {
          const ratio = window.devicePixelRatio > 1 ? 2 : 1;
          const sign = this.signs.get(networks, kind, approved, 7, ratio);
          ctx.drawImage(sign, x - sign.half, y - sign.half, sign.half * 2, sign.half * 2);
        },
      });
      const names = this.config.operators
        .filter((_, bit) => (networks >> bit) & 1)
        .map((one) => one.name)
        .join(", ");
      this._told(dot, () => [
        `${code} · ${names || "–"}${this.config.classes[kind].code ? ` · ${this.config.classes[kind].code}` : ""}`,
        `${this.config.texts.away} ${this.format.number(metres(this.place, [lon, lat]), 1)} m${approved ? ` · ${this.config.texts.approvedOnly}` : ""}`,
      ]);
      dot.addTo(this.near);
    }
  }

  _grip(place, verdict) {
    const movable = Boolean(this.config.urls.move);
    this.handle = gripOf(place, verdict, this.config.texts, movable).addTo(this.map);
    this.handle.on("dragstart", () => {
      this.evidence.clearLayers();
      this.labels.clear();
    });
    this.handle.on("dragend", () => {
      const at = this.handle.getLatLng();
      this.tried([at.lng, at.lat]);
    });
  }

  // Brings the row with its circle and the other mast into view, without jumping where all is in view already.
  _follow(place, findings) {
    const box = L.latLngBounds([[place[1], place[0]]]);
    for (const finding of findings) {
      if (CIRCLES.test(finding.rule) && finding.limit !== null && finding.outcome !== "na")
        box.extend(circle(place, finding.limit));
      if (
        isLength(finding) &&
        finding.measured < (finding.outcome === "pass" ? (finding.limit ?? 0) : NEAR_M)
      )
        for (const [lon, lat] of finding.evidence.coordinates) box.extend([lat, lon]);
    }
    if (this.rows[this.at].before && place === this.rows[this.at].at)
      box.extend([this.rows[this.at].before[1], this.rows[this.at].before[0]]);
    this.map.fitBounds(box.pad(0.06), { animate: false, maxZoom: 17 });
  }
}
