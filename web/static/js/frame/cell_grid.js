// A list's cells as a spreadsheet: only the rows in sight are drawn, every cell is repaired in its place.
//
// Arrows move, Enter or F2 or a letter begins to write, Enter and Tab write and go on, Esc leaves it as it was, Delete
// empties, Ctrl+Z takes the last repair back, and a block copied from Excel is pasted from the cell on.
import { el } from "../map/parts.js";
import { cellsOf, drawnCell, fieldOf, waiting } from "./cell_texts.js";

const SPARE = 8; // rows drawn above and below those in sight

export class CellGrid {
  // `table`: {columns: [{name, label, header, choices, listed}], rows: [{row, sheet, texts, before, marks}]};
  // `send(cells)` writes {row: {field: text or null}} and gives {rows, refused}; `said(text)` tells what happened.
  constructor(box, table, { texts, send, said }) {
    this.box = box;
    this.texts = texts;
    this.send = send;
    this.said = said;
    this.columns = table.columns.filter(({ listed }) => listed);
    this.all = table.columns;
    this.rows = table.rows;
    this.several = new Set(this.rows.map(({ sheet }) => sheet)).size > 1;
    this.shown = this.rows.map((_, at) => at);
    this.at = { row: 0, column: 0 }; // in what is shown
    this.editor = null;
    this.refused = new Map(); // "row:field": {text, message} of what could not be written
    this.done = []; // repairs that can be taken back, the last one last
    this.queue = Promise.resolve();
    this.body = el("tbody", { role: "rowgroup" });
    this.head = el("thead", { role: "rowgroup" });
    this.foot = el("div", { class: "cell-said" });
    this.table = el(
      "table",
      { class: "cells", role: "grid", "aria-label": texts.cellsName },
      this.head,
      this.body,
    );
    this.scroller = el("div", { class: "cells-scroll table-scroll", tabindex: "-1" }, this.table);
    box.replaceChildren(this.scroller, this.foot);
    this.scroller.addEventListener("scroll", () => this._scrolled(), { passive: true });
    this.table.addEventListener("mousedown", (event) => this._pressed(event));
    box.addEventListener("keydown", (event) => this._key(event));
    box.addEventListener("paste", (event) => this._paste(event));
    box.addEventListener("copy", (event) => this._copy(event));
    new ResizeObserver(() => this._draw()).observe(this.scroller);
    this._heads();
  }

  // Shows every field that a row can have, or those that the list states.
  every(on) {
    this.columns = on ? this.all : this.all.filter(({ listed }) => listed);
    this.at.column = 0;
    this._heads();
  }

  // Shows only rows with a cell that waits for somebody, or all.
  only(marked) {
    this.leave(true);
    this.shown = this.rows.flatMap((row, at) => (!marked || waiting(row) || this._refusedIn(at) ? [at] : []));
    this.at = { row: 0, column: this.at.column };
    this.scroller.scrollTop = 0;
    this._draw();
  }

  // How many rows have a cell that waits for somebody.
  get marked() {
    return this.rows.filter((row) => waiting(row)).length;
  }

  focus() {
    this._cell()?.focus({ preventScroll: true });
  }

  // Goes to a cell of the list, by its row and field.
  go(row, field) {
    const at = this.shown.indexOf(row);
    const column = this.columns.findIndex(({ name }) => name === field);
    if (at >= 0) this._to(at, Math.max(0, column));
  }

  // ---- drawing ---------------------------------------------------------------------------------------------
  _heads() {
    this.leave(true);
    this.table.setAttribute("aria-colcount", String(this.columns.length + 1));
    this.head.replaceChildren(
      el(
        "tr",
        { role: "row", "aria-rowindex": "1" },
        el("th", { scope: "col", role: "columnheader", class: "cell-number" }, this.texts.cellsRow),
        ...this.columns.map(({ name, label, header }) =>
          el(
            "th",
            { scope: "col", role: "columnheader", class: `cell-${name}` },
            label,
            header ? el("span", { class: "sub" }, header) : "",
          ),
        ),
      ),
    );
    this._draw();
  }

  _scrolled() {
    if (!this.waiting) this.waiting = requestAnimationFrame(() => this._draw());
  }

  _draw() {
    this.waiting = 0;
    if (this.editor) return; // what is being written stays where it is
    const held = this.body.contains(document.activeElement);
    const height = this.height ?? 34;
    const first = Math.max(0, Math.floor(this.scroller.scrollTop / height) - SPARE);
    const many = Math.ceil((this.scroller.clientHeight || 600) / height) + 2 * SPARE;
    const part = this.shown.slice(first, first + many);
    this.table.setAttribute("aria-rowcount", String(this.shown.length + 1));
    this.body.replaceChildren(
      this._space(first * height),
      ...part.map((at, k) => this._line(at, first + k)),
      this._space(Math.max(0, this.shown.length - first - part.length) * height),
    );
    if (!this.shown.length)
      this.body.append(
        el(
          "tr",
          { role: "row" },
          el(
            "td",
            { role: "gridcell", colspan: String(this.columns.length + 1), tabindex: "0" },
            this.texts.cellsNone,
          ),
        ),
      );
    const line = this.body.querySelector("tr[data-at]");
    if (line?.offsetHeight && line.offsetHeight !== this.height) {
      this.height = line.offsetHeight; // as the page's size has it
      this._draw();
      return;
    }
    if (held) (this._cell() ?? this.scroller).focus({ preventScroll: true });
    this._tell();
  }

  _space(height) {
    const cell = el("td", { role: "presentation", colspan: String(this.columns.length + 1) });
    cell.style.height = `${height}px`;
    return el("tr", { role: "presentation", class: "cell-space", hidden: !height }, cell);
  }

  _line(at, place) {
    const row = this.rows[at];
    return el(
      "tr",
      { role: "row", data: { at: String(at) }, "aria-rowindex": String(place + 2) },
      el(
        "th",
        { scope: "row", role: "rowheader", class: "cell-number" },
        this.several ? `${row.row} · ${row.sheet}` : String(row.row),
      ),
      ...this.columns.map((column, k) => this._drawn(at, place, column, k)),
    );
  }

  _drawn(at, place, { name }, k) {
    const refused = this.refused.get(`${at}:${name}`);
    const current = place === this.at.row && k === this.at.column;
    return drawnCell(this.rows[at], name, k, { refused, current });
  }

  _cell() {
    return this.body.querySelector(
      `tr[data-at="${this.shown[this.at.row]}"] td[data-column="${this.at.column}"]`,
    );
  }

  get here() {
    const at = this.shown[this.at.row];
    const column = this.columns[this.at.column];
    return at === undefined || !column ? null : { at, name: column.name, column, row: this.rows[at] };
  }

  // What is said of the cell where one stands, with the clicks that settle it.
  _tell() {
    const { texts } = this;
    const { here } = this;
    if (!here) return this.foot.replaceChildren();
    const { at, name, column, row } = here;
    const mark = row.marks?.[name];
    const refused = this.refused.get(`${at}:${name}`);
    const repaired = row.before && name in row.before;
    const button = (word, text) =>
      el(
        "button",
        { type: "button", class: "button", onclick: () => this._write({ [at]: { [name]: text } }) },
        word,
      );
    this.foot.replaceChildren(
      el(
        "p",
        { class: "cell-where" },
        el("b", {}, `${texts.cellsRow} ${row.row} · ${column.label}`),
        repaired
          ? ` ${texts.cellsInFile} “${row.before[name] || texts.cellsEmpty}”, ${texts.cellsRepaired} `
          : " ",
        repaired || refused ? button(texts.cellsBack, null) : "",
        mark?.accept ? button(`${texts.cellsAccept}: ${mark.accept}`, mark.accept) : "",
      ),
      refused ? el("p", { class: "refused" }, refused.message) : "",
      mark && !refused ? el("p", { class: `severity ${mark.severity}` }, mark.message) : "",
    );
  }

  // ---- moving ----------------------------------------------------------------------------------------------
  _to(row, column) {
    this.at = {
      row: Math.min(this.shown.length - 1, Math.max(0, row)),
      column: Math.min(this.columns.length - 1, Math.max(0, column)),
    };
    const height = this.height ?? 34;
    const top = this.at.row * height;
    const head = this.head.offsetHeight;
    const { scroller } = this;
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (top + height + head > scroller.scrollTop + scroller.clientHeight)
      scroller.scrollTop = top + height + head - scroller.clientHeight;
    this._draw();
    const cell = this._cell();
    if (!cell) return;
    const left = this.head.querySelector(".cell-number").offsetWidth;
    if (cell.offsetLeft - left < scroller.scrollLeft) scroller.scrollLeft = cell.offsetLeft - left;
    else if (cell.offsetLeft + cell.offsetWidth > scroller.scrollLeft + scroller.clientWidth)
      scroller.scrollLeft = cell.offsetLeft + cell.offsetWidth - scroller.clientWidth;
    cell.focus({ preventScroll: true });
  }

  _pressed(event) {
    const cell = event.target.closest("td[data-column]");
    if (!cell || this.editor?.contains(event.target)) return;
    event.preventDefault();
    const [at, column] = [Number(cell.closest("tr").dataset.at), Number(cell.dataset.column)];
    this.leave(true);
    this._to(this.shown.indexOf(at), column);
    if (event.detail > 1) this.edit(); // a second press: the cell is drawn anew, so no double click would come
  }

  _key(event) {
    if (this.editor || !this.scroller.contains(event.target)) return;
    const page = Math.max(1, Math.floor(this.scroller.clientHeight / (this.height ?? 34)) - 2);
    const { row, column } = this.at;
    const whole = event.ctrlKey || event.metaKey;
    const to = {
      ArrowDown: [row + 1, column],
      ArrowUp: [row - 1, column],
      ArrowRight: [row, column + 1],
      ArrowLeft: [row, column - 1],
      PageDown: [row + page, column],
      PageUp: [row - page, column],
      Home: [whole ? 0 : row, 0],
      End: [whole ? this.shown.length - 1 : row, this.columns.length - 1],
    }[event.key];
    if (event.altKey) return;
    if (to) this._to(...to);
    else if (whole && event.key.toLowerCase() === "z") this.undo();
    else if (whole) return;
    else if (event.key === "Enter" || event.key === "F2") this.edit();
    else if (event.key === "Delete" || event.key === "Backspace") this._empty();
    else if (event.key.length === 1) this.edit(event.key);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  // ---- writing ---------------------------------------------------------------------------------------------
  edit(begun = null) {
    const { here } = this;
    const cell = this._cell();
    if (!here || !cell || this.editor) return;
    const { at, name, column, row } = here;
    const text = this.refused.get(`${at}:${name}`)?.text ?? row.texts[name] ?? "";
    const field = fieldOf(column, text, begun, `${column.label}, ${this.texts.cellsRow} ${row.row}`);
    this.editor = field;
    this.before = text;
    cell.replaceChildren(field);
    cell.classList.add("writing");
    field.focus();
    if (!begun) field.select?.();
    field.addEventListener("keydown", (event) => this._writing(event));
    field.addEventListener("blur", () => this.leave(true));
  }

  _writing(event) {
    const { row, column } = this.at;
    const after = {
      Enter: [row + (event.shiftKey ? -1 : 1), column],
      Tab: [row, column + (event.shiftKey ? -1 : 1)],
    }[event.key];
    event.stopPropagation();
    if (event.isComposing || (!after && event.key !== "Escape")) return; // Vietnamese is typed in several strokes
    event.preventDefault();
    this.leave(event.key !== "Escape");
    this._to(...(after ?? [row, column]));
  }

  // Ends the writing; what was written is kept, or left as it was.
  leave(keep) {
    const { editor, here } = this;
    if (!editor) return;
    this.editor = null; // first: taking the field away is a blur as well
    const text = editor.value.trim();
    if (keep && here && text !== this.before.trim()) this._write({ [here.at]: { [here.name]: text } });
    else this._draw();
  }

  _empty() {
    const { here } = this;
    if (here && (here.row.texts[here.name] || this.refused.has(`${here.at}:${here.name}`)))
      this._write({ [here.at]: { [here.name]: "" } });
  }

  undo() {
    const last = this.done.pop();
    if (last) this._write(last, { undone: true });
  }

  _write(cells, { undone = false } = {}) {
    const back = {};
    let count = 0;
    for (const [at, texts] of Object.entries(cells)) {
      const row = this.rows[at];
      back[at] = {};
      for (const [name, text] of Object.entries(texts)) {
        count += 1;
        back[at][name] = row.before && name in row.before ? (row.texts[name] ?? "") : null;
        this.refused.delete(`${at}:${name}`);
        if (text !== null) row.texts[name] = text; // seen at once, as the server reads it a moment later
      }
    }
    this._draw();
    this.said(this.texts.cellsSaving);
    this.queue = this.queue.then(async () => {
      try {
        const { rows, refused } = await this.send(cells);
        for (const [at, row] of Object.entries(rows)) this.rows[at] = row;
        for (const { row, field, message } of refused)
          this.refused.set(`${row}:${field}`, { text: cells[row][field], message });
        if (!undone && refused.length < count) this.done.push(back);
        this.said(
          refused.length
            ? this.texts.cellsRefused.replace("{count}", String(refused.length))
            : undone
              ? this.texts.cellsUndone
              : this.texts.cellsSaved.replace("{count}", String(count)),
        );
      } catch (error) {
        // nothing was written: what was typed stays, marked, to be written again
        for (const [at, texts] of Object.entries(cells))
          for (const [name, text] of Object.entries(texts))
            if (text !== null)
              this.refused.set(`${at}:${name}`, { text, message: error.said ?? this.texts.failed });
        this.said(error.said ?? this.texts.failed);
      }
      this._draw();
    });
    return this.queue;
  }

  _refusedIn(at) {
    return [...this.refused.keys()].some((key) => key.startsWith(`${at}:`));
  }

  // ---- a block from Excel ----------------------------------------------------------------------------------
  _copy(event) {
    const { here } = this;
    if (this.editor || !here || !this.scroller.contains(document.activeElement)) return;
    event.clipboardData.setData("text/plain", here.row.texts[here.name] ?? "");
    event.preventDefault();
  }

  _paste(event) {
    if (this.editor || !this.here) return;
    const block = cellsOf(event.clipboardData.getData("text/plain"));
    event.preventDefault();
    if (!block.length) return;
    const cells = {};
    let outside = 0;
    block.forEach((line, down) => {
      line.forEach((text, right) => {
        const at = this.shown[this.at.row + down];
        const column = this.columns[this.at.column + right];
        if (at === undefined || !column) outside += 1;
        else if (text.trim() !== (this.rows[at].texts[column.name] ?? "")) {
          cells[at] ??= {};
          cells[at][column.name] = text.trim();
        }
      });
    });
    const written = Object.keys(cells).length ? this._write(cells) : Promise.resolve();
    if (outside) written.then(() => this.said(this.texts.cellsOutside.replace("{count}", String(outside))));
  }
}
