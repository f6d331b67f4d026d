// The table of rows: a hundred at a time, filtered by verdict, walked through with the arrow keys.
import { el, outcomesOf, verdictShape } from "../map/parts.js";

export const PAGE = 100;

export class RowTable {
  // `chosen(index)` is called when a reader chooses a row; indices are those of the list.
  constructor(config, rows, chosen) {
    this.config = config;
    this.rows = rows;
    this.chosen = chosen;
    this.verdict = "";
    this.page = 0;
    this.current = -1;
    this.all = false;
    this.body = document.querySelector("#rows tbody");
    this.pager = document.getElementById("pager");
    this.body.addEventListener("click", (event) => {
      const line = event.target.closest("tr[data-at]");
      if (!line) return;
      event.preventDefault();
      chosen(Number(line.dataset.at));
      this._line(this.current)?.querySelector("a").focus({ preventScroll: true }); // the arrow keys go on from here
    });
    document.addEventListener("keydown", (event) => this._key(event));
    // On paper every row of the filter stands, not only those of the page.
    window.addEventListener("beforeprint", () => {
      this.all = true;
      this.draw();
    });
    window.addEventListener("afterprint", () => {
      this.all = false;
      this.draw();
    });
  }

  filter(verdict) {
    this.verdict = verdict;
    this.shown = this.rows.flatMap((row, at) => (!verdict || this._fits(row, verdict) ? [at] : []));
    this.page = Math.max(0, Math.floor(this.shown.indexOf(this.current) / PAGE));
    this.draw();
  }

  _fits(row, wanted) {
    return row.verdict === wanted;
  }

  // Marks a row and turns to its page; `focus` puts the keyboard there.
  select(at, { focus = false } = {}) {
    this.current = at;
    const place = this.shown.indexOf(at);
    const page = place < 0 ? this.page : Math.floor(place / PAGE);
    if (page !== this.page) {
      this.page = page;
      this.draw();
    } else this._mark();
    const line = this._line(at);
    if (!line) return;
    const box = this.body.closest(".table-scroll");
    if (box.scrollHeight > box.clientHeight) {
      const [top, head] = [line.offsetTop, box.querySelector("thead").offsetHeight];
      if (top - head < box.scrollTop) box.scrollTop = top - head;
      else if (top + line.offsetHeight > box.scrollTop + box.clientHeight)
        box.scrollTop = top + line.offsetHeight - box.clientHeight;
    }
    if (focus) line.querySelector("a").focus({ preventScroll: true });
  }

  draw() {
    const from = this.all ? 0 : this.page * PAGE;
    const part = this.shown.slice(from, this.all ? undefined : from + PAGE);
    this.body.replaceChildren(...part.map((at) => this._row(at)));
    if (!part.length) {
      const columns = document.querySelectorAll("#rows thead th").length;
      this.body.append(
        el("tr", { class: "none" }, el("td", { colspan: String(columns) }, this.config.texts.noRows)),
      );
    }
    this._mark();
    this._pages(from, part.length);
  }

  _row(at) {
    const { config } = this;
    const { texts } = config;
    const row = this.rows[at];
    const operator = config.operators.find((one) => one.code === row.operator);
    const cells = outcomesOf(row.signs).map((outcome, k) => {
      const { word, sign } = config.outcomes[outcome];
      const said = `${config.families[k].name}: ${word}`;
      return el(
        "td",
        { class: "sign-cell", role: "cell", title: said },
        el("span", { class: `sign ${outcome}`, role: "img", "aria-label": said }, sign),
      );
    });
    // a phone shows the signs without the heads of their columns: what is not passed is named there
    const weak = outcomesOf(row.signs).flatMap((outcome, k) =>
      ["pass", "na"].includes(outcome) ? [] : [`${config.outcomes[outcome].sign} ${config.families[k].name}`],
    );
    const notes = [row.issues ? `${row.issues} ${texts.issues}` : "", row.hidden ? texts.hidden : ""]
      .filter(Boolean)
      .join("; ");
    return el(
      "tr",
      { data: { at: String(at) }, role: "row" },
      el("td", { class: "number row-number", role: "cell" }, String(row.row)),
      el(
        "td",
        { class: "code-cell", role: "cell" },
        el("a", { href: `#row=${at + 1}`, tabindex: "-1" }, row.code || texts.noCode),
        notes
          ? el(
              "span",
              { class: "row-notes", title: notes },
              el("span", { "aria-hidden": "true" }, "⚠"),
              el("span", { class: "visually-hidden" }, notes),
            )
          : null,
        el(
          "span",
          { class: "sub" },
          [
            row.operator === config.sender ? "" : (operator?.name ?? row.operator), // said above the list already
            config.kinds[row.kind],
            row.class,
            row.sheet === this.rows[0].sheet ? "" : `${texts.sheet} ${row.sheet}`,
          ]
            .filter(Boolean)
            .join(" · "),
        ),
        row.other
          ? el("span", { class: "sub other-operator" }, `⚠ ${texts.otherOperator}: ${row.other}`)
          : null,
        weak.length ? el("span", { class: "sub weak", "aria-hidden": "true" }, weak.join(" · ")) : null,
      ),
      ...cells,
      el(
        "td",
        { class: "verdict-cell", role: "cell" },
        el(
          "span",
          { class: `verdict-word ${row.verdict}`, title: config.verdicts[row.verdict] },
          verdictShape(row.verdict),
          config.shortVerdicts[row.verdict],
        ),
      ),
    );
  }

  _line(at) {
    return this.body.querySelector(`tr[data-at="${at}"]`);
  }

  _mark() {
    for (const line of this.body.querySelectorAll("tr[data-at]")) {
      const is = Number(line.dataset.at) === this.current;
      line.classList.toggle("current", is);
      const link = line.querySelector("a");
      link.tabIndex = is ? 0 : -1;
      if (is) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    if (!this.body.querySelector("tr.current")) {
      const first = this.body.querySelector("tr[data-at] a");
      if (first) first.tabIndex = 0;
    }
  }

  _key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity }[
      event.key
    ];
    if (!step || event.altKey || event.ctrlKey || event.metaKey || !this.shown.length) return;
    const line = this.body.contains(event.target) && event.target.closest("tr[data-at]");
    // nobody has chosen a row or a field yet: the arrows begin where the table does
    const idle =
      Math.abs(step) === 1 && [document.body, this.body.closest(".table-scroll")].includes(event.target);
    if (!line && !(idle && this.body.offsetParent)) return;
    event.preventDefault();
    const place = this.shown.indexOf(line ? Number(line.dataset.at) : this.current);
    const next = Math.min(this.shown.length - 1, Math.max(0, place + step));
    this.chosen(this.shown[next], { focus: true });
  }

  _pages(from, count) {
    const pages = Math.ceil(this.shown.length / PAGE);
    this.pager.hidden = pages < 2 || this.all;
    if (this.pager.hidden) return;
    const { texts } = this.config;
    const turn = (page, said, label) =>
      el(
        "button",
        {
          type: "button",
          class: "button",
          "aria-label": label,
          disabled: page < 0 || page >= pages,
          onclick: () => {
            this.page = page;
            this.draw();
            this.body.closest(".table-scroll").scrollTop = 0;
          },
        },
        said,
      );
    this.pager.replaceChildren(
      turn(this.page - 1, "‹", `${texts.page} ${this.page}`),
      el(
        "span",
        { role: "status" },
        `${from + 1}–${from + count} ${texts.of} ${this.shown.length.toLocaleString(this.config.lang === "vi" ? "vi-VN" : "en-GB")} ${texts.rows}`,
      ),
      turn(this.page + 1, "›", `${texts.page} ${this.page + 2}`),
    );
  }
}
