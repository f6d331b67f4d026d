// The board on which an area is chosen: by name, by a hand's loop, corner by corner, as a circle, by touching a unit.
// The text of the area is the one truth; the server says what it is on the ground.

import { Editor } from "../editor.js";
import { areaText, MOST_CORNERS, readArea } from "./area_text.js";
import { Hand } from "./hand.js";
import { loopOf } from "./lasso_path.js";
import { startPlaceChooser } from "./place_chooser.js";

const { L } = window;
const PANE = "chosen";
const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

export class AreaChooser {
  // `changed(text, answer)`: after each change, with what the server says of it (null where it refused).
  // `keys`: Enter on the map is a click on its middle, where the page itself does not make it one.
  // `field`: the form's own field, which has the area at once: who presses before the server answered sends it too.
  /** @type {(map: any, config: any, board: HTMLElement, changed: (text: string, answer: any) => void,
   *   more?: {keys?: boolean, field?: HTMLInputElement | null}) => void} */
  constructor(map, config, board, changed, { keys = false, field = null } = {}) {
    this.map = map;
    this.config = config;
    this.board = board;
    this.changed = changed;
    this.field = field;
    /** @type {import("./area_text.js").Part[]} */
    this.parts = [];
    /** @type {import("./area_text.js").Part[][]} */
    this.past = [];
    this.mode = "";
    /** @type {(mode: string) => void} */
    this.moded = () => {};
    this.asked = () => ({}); // what else the server is asked with an area: which masts are counted
    this.turn = 0;
    this.answer = null;
    /** @type {any} */
    this.trace = null; // what the hand draws just now
    this.texts = config.area.texts;
    for (const [name, order] of [
      [PANE, "436"],
      ["drawing", "440"],
    ])
      if (!map.getPane(name)) map.createPane(name).style.zIndex = order;
    map.getPane(PANE).style.pointerEvents = "none";
    this.shape = L.layerGroup().addTo(map);
    this.editor = new Editor(map, {
      texts: this.texts,
      changed: () => this.cornersChanged(),
      colour: css("--review"),
    });
    this.editor.snapping = false;
    this.hand = new Hand(map, {
      start: () => this.handStart(),
      move: (path) => this.handMove(path),
      end: (path) => this.handEnd(path),
      dropped: () => this.trace?.remove(),
    });
    this.search = startPlaceChooser(board.querySelector("[data-place-field]"), config, (place) =>
      this.addUnit(place.id),
    );
    this.onClick = (event) => this.clicked(event);
    map.on("click", this.onClick);
    if (keys)
      map.getContainer().addEventListener("keydown", (event) => {
        if (event.key !== "Enter" || event.target !== map.getContainer() || !this.mode) return;
        event.preventDefault();
        this.clicked({ latlng: map.getCenter() });
      });
    board.addEventListener("click", (event) => this.pressed(event));
    // corners that nobody closed are meant all the same: else the form says that nothing was drawn
    if (field) board.closest("form")?.addEventListener("submit", () => this.close());
    this.radiusField = board.querySelector("[data-radius]");
    this.radiusField.addEventListener("change", () => this.radiusChanged());
    this.draw();
  }

  // ---- the text --------------------------------------------------------------------------------------------
  get text() {
    return areaText(this.parts);
  }

  // Takes an area that came from an address or a form; one that cannot be read is left for the server to refuse.
  put(text) {
    const parts = readArea(text);
    if (!parts) {
      this.say(this.texts.failed);
      return this.settle(text);
    }
    this.parts = parts;
    this.past = [];
    return this.settle();
  }

  change(parts) {
    this.past.push(this.parts);
    this.parts = parts;
    return this.settle();
  }

  add(part) {
    const taken = this.board.querySelector("[data-take]").checked;
    return this.change([...this.parts, { kind: "p", points: [], radius: 0, unit: "", ...part, taken }]);
  }

  addUnit(unit) {
    const taken = this.board.querySelector("[data-take]").checked;
    const there = this.parts.findIndex((part) => part.unit === unit && part.taken === taken);
    if (there >= 0) return this.change(this.parts.filter((_part, k) => k !== there));
    return this.add({ kind: "u", unit });
  }

  // Asks what the area is on the ground, draws it, and says so to whoever holds the board.
  async settle(text = this.text) {
    this.turn += 1;
    const mine = this.turn;
    if (this.field) this.field.value = text;
    this.draw();
    const { urls } = this.config.area;
    let answer = null;
    let why = this.texts.failed;
    try {
      const query = new URLSearchParams({ area: text, lang: this.config.lang, ...this.asked() });
      const got = await fetch(`${urls.shape}?${query}`, { headers: { Accept: "application/json" } });
      const data = await got.json();
      if (got.ok) answer = data;
      else why = [data.error.message, data.error.remedy].filter(Boolean).join(". ");
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // fetch says "no connection" by a TypeError
    }
    if (mine !== this.turn) return;
    this.answer = answer;
    this.say(answer ? "" : why, Boolean(!answer));
    this.draw();
    this.shape.clearLayers();
    if (answer?.shape)
      L.geoJSON(answer.shape, {
        pane: PANE,
        interactive: false,
        style: { color: css("--review"), weight: 2.5, fillColor: css("--review"), fillOpacity: 0.12 },
      }).addTo(this.shape);
    this.changed(text, answer);
  }

  say(text, wrong = false) {
    const line = this.board.querySelector("[data-said]");
    line.textContent = text;
    line.classList.toggle("wrong", wrong);
  }

  // ---- the board -------------------------------------------------------------------------------------------
  draw() {
    const list = this.board.querySelector("[data-parts]");
    const told = this.answer?.parts ?? [];
    list.replaceChildren(
      ...this.parts.map((part, k) => {
        const own = areaText([part]);
        const known = told.find((one) => one.text === own);
        const item = document.createElement("li");
        const label = document.createElement("span");
        label.textContent = known ? known.label : "…";
        if (part.taken) label.dataset.taken = this.texts.taken;
        item.append(label);
        if (known?.note) {
          const note = document.createElement("span");
          note.className = "sub";
          note.textContent = known.note;
          item.append(note);
        }
        const remove = document.createElement("button");
        remove.type = "button";
        remove.className = "button";
        remove.dataset.part = String(k);
        remove.textContent = "✕";
        remove.setAttribute("aria-label", `${this.texts.remove}: ${label.textContent}`);
        item.append(remove);
        return item;
      }),
    );
    this.board.querySelector("[data-undo]").disabled = !this.past.length;
    this.board.querySelector("[data-clear]").disabled = !this.parts.length;
  }

  pressed(event) {
    const button = event.target.closest("button");
    if (!button) return;
    const { mode, part } = button.dataset;
    if (mode) this.setMode(mode === this.mode ? "" : mode);
    else if (part !== undefined) this.change(this.parts.filter((_part, k) => k !== Number(part)));
    else if ("undo" in button.dataset) {
      this.parts = this.past.pop() ?? this.parts;
      this.settle();
    } else if ("clear" in button.dataset) this.change([]);
    else if ("close" in button.dataset) this.close();
    else if ("corner" in button.dataset) this.editor.undo();
  }

  setMode(mode) {
    this.mode = mode;
    for (const button of this.board.querySelectorAll("[data-mode]"))
      button.setAttribute("aria-pressed", String(button.dataset.mode === mode));
    for (const row of this.board.querySelectorAll("[data-of]")) row.hidden = row.dataset.of !== mode;
    const hint = this.board.querySelector("[data-hint]");
    hint.hidden = !mode;
    hint.textContent = this.texts.hints[mode === "district" || mode === "commune" ? "place" : mode] ?? "";
    this.say("");
    if (this.editor.points.length) this.editor.put([]);
    this.editor.past = [];
    this.cornersChanged();
    this.hand.turn(mode === "lasso" || mode === "circle");
    this.map.getContainer().classList.toggle("drawing", Boolean(mode));
    this.moded(mode);
  }

  // ---- corner by corner ------------------------------------------------------------------------------------
  cornersChanged() {
    if (!this.editor) return; // it tells of itself while it is made
    const { points } = this.editor;
    this.board.querySelector("[data-close]").disabled = points.length < 3;
    this.board.querySelector("[data-corner]").disabled = !points.length;
    const first = this.editor.corners.getLayers()[0];
    first?.on("click", () => this.close());
  }

  close() {
    const points = this.editor.points.map(({ lng, lat }) => [lng, lat]);
    if (points.length < 3) return;
    this.editor.put([]);
    this.editor.past = [];
    this.cornersChanged();
    this.add({ kind: "p", points });
  }

  async clicked({ latlng }) {
    if (!this.mode || this.hand.justDragged()) return;
    if (this.mode === "polygon") {
      if (this.editor.points.length < MOST_CORNERS) this.editor.add(latlng);
    } else if (this.mode === "circle") this.circle(latlng, this.radius());
    else if (this.mode === "commune" || this.mode === "district") await this.touched(latlng, this.mode);
  }

  async touched({ lng, lat }, level) {
    const query = new URLSearchParams({ lon: lng.toFixed(6), lat: lat.toFixed(6), level });
    const answer = await fetch(`${this.config.area.urls.at}?${query}`)
      .then((got) => (got.ok ? got.json() : null))
      .catch(() => null);
    if (!answer) this.say(this.texts.failed, true);
    else if (!answer.unit) this.say(this.texts.outside, true);
    else await this.addUnit(answer.unit);
  }

  // ---- by hand: a loop, or a circle pulled out of its middle -------------------------------------------------
  handStart() {
    this.trace?.remove();
    const style = { pane: "drawing", interactive: false, color: css("--review"), weight: 3 };
    this.trace =
      this.mode === "circle"
        ? L.circle([0, 0], { ...style, radius: 1, fillOpacity: 0.1 })
        : L.polyline([], { ...style, dashArray: "6 4" });
  }

  handMove(path) {
    const places = path.map((point) => this.map.containerPointToLatLng(point));
    if (this.mode === "circle") {
      const radius = this.map.distance(places[0], places[places.length - 1]);
      this.trace.setLatLng(places[0]).setRadius(radius);
      this.radiusField.value = String(Math.max(1, Math.round(radius)));
    } else this.trace.setLatLngs([...places, places[0]]);
    this.trace.addTo(this.map);
  }

  handEnd(path) {
    this.trace?.remove();
    if (this.mode === "circle") {
      this.circle(this.map.containerPointToLatLng(path[0]), this.radius());
      return;
    }
    const loop = loopOf(
      path.map(({ x, y }) => [x, y]),
      MOST_CORNERS / 2,
    );
    if (!loop.length) {
      this.say(this.texts.small, true);
      return;
    }
    const corners = loop.map((point) => this.map.containerPointToLatLng(L.point(point[0], point[1])));
    this.add({ kind: "p", points: corners.map(({ lng, lat }) => [lng, lat]) });
  }

  radius() {
    return Math.min(100_000, Math.max(1, Math.round(Number(this.radiusField.value)) || 500));
  }

  circle({ lng, lat }, radius) {
    this.add({ kind: "c", points: [[lng, lat]], radius });
  }

  // A radius that is typed after its circle was set is that circle's.
  radiusChanged() {
    const last = this.parts[this.parts.length - 1];
    if (last?.kind === "c") this.change([...this.parts.slice(0, -1), { ...last, radius: this.radius() }]);
  }

  // Shows the whole area on the map.
  fit(options = {}) {
    if (this.answer?.box)
      this.map.fitBounds(this.answer.box, { animate: false, padding: [24, 24], ...options });
  }

  end() {
    this.turn += 1;
    this.setMode("");
    this.map.off("click", this.onClick);
    this.hand.end();
    this.trace?.remove();
    this.editor.clear();
    this.editor.corners.remove();
    this.shape.remove();
  }
}
