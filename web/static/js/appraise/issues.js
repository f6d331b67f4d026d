// What a file says that is not understood, with its place as Excel shows it, and how its columns were read.
import { el, localNumber } from "../map/parts.js";

const LISTED = 300;
const ORDER = ["error", "warning", "info"]; // what could not be used comes first
const NAMED = 12; // rows that a line of many names

// What is said alike of cells that say the same stands once, in the place of the first: each group as a list.
function together(issues) {
  const groups = new Map();
  for (const issue of issues) {
    const { code, sheet, letter, value, message, answered, before } = issue;
    const alike = issue.at >= 0 && code.startsWith("CELL-"); // a place or a code is each row's own
    const key = alike ? JSON.stringify([code, sheet, letter, value, message, answered, before]) : issue;
    if (groups.has(key)) groups.get(key).push(issue);
    else groups.set(key, [issue]);
  }
  return [...groups.values()];
}

export class IssueList {
  // `answer(issue, alike)`, where there is one, gives the element by which an issue is answered; `alike` are all
  // issues of its line, which are answered together.
  constructor(config, view, toRow, answer = null) {
    this.config = config;
    this.toRow = toRow;
    this.answer = answer;
    this.level = "";
    this.shown = LISTED;
    this.body = document.querySelector("#issues tbody");
    this.more = document.getElementById("more-issues");
    for (const button of document.querySelectorAll("[data-severity]"))
      button.addEventListener("click", () => this.filter(button.dataset.severity));
    this.more.addEventListener("click", () => {
      this.shown += LISTED;
      this.draw();
    });
    this._take(view);
    this.filter("");
  }

  // Says what is said of the rows now; what is shown, and where one reads, stays.
  renew(view) {
    const pane = this.body.closest(".table-scroll");
    const top = pane.scrollTop;
    this._take(view);
    this.draw();
    pane.scrollTop = top; // lines above may have become higher or lower
  }

  _take(view) {
    const settled = (issue) => Number(issue.answered !== undefined); // what is answered goes last
    const sheets = view.sheets.map(({ name }) => name);
    this.issues = [...view.issues].sort(
      (a, b) =>
        settled(a) - settled(b) ||
        ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity) ||
        sheets.indexOf(a.sheet) - sheets.indexOf(b.sheet) ||
        a.row - b.row,
    ); // then as one goes down the list
    const left = this.issues.filter((issue) => issue.answered === undefined); // what still waits for an answer
    const all = document.querySelector("[data-tab=issues] b");
    if (all) all.textContent = String(left.length);
    for (const button of document.querySelectorAll("[data-severity]")) {
      const level = button.dataset.severity;
      button.querySelector("b").textContent = String(
        level ? left.filter((issue) => issue.severity === level).length : left.length,
      );
    }
  }

  ofRow(at) {
    return this.issues.filter((issue) => issue.at === at && issue.answered === undefined);
  }

  filter(level) {
    this.level = level;
    this.shown = LISTED;
    for (const button of document.querySelectorAll("[data-severity]"))
      button.setAttribute("aria-pressed", String(button.dataset.severity === level));
    this.draw();
  }

  draw() {
    const { texts } = this.config;
    const part = together(this.issues.filter((issue) => !this.level || issue.severity === this.level));
    this.body.replaceChildren(...part.slice(0, this.shown).map((alike) => this._line(alike)));
    if (!part.length)
      this.body.append(
        el(
          "tr",
          { class: "none" },
          el("td", { colspan: "4" }, this.issues.length ? texts.noIssuesOf : texts.noIssues),
        ),
      );
    this.more.hidden = part.length <= this.shown;
  }

  // The row of an issue as Excel numbers it, with the way to it.
  _row(issue, text) {
    return el(
      "a",
      {
        href: `#row=${issue.at + 1}`,
        title: this.config.texts.toRow,
        onclick: (event) => {
          event.preventDefault();
          this.toRow(issue.at);
        },
      },
      text,
    );
  }

  _rows(alike) {
    const { texts } = this.config;
    const named = alike.slice(0, NAMED).flatMap((issue, k) => [k ? ", " : "", this._row(issue, issue.row)]);
    const more = alike.length > NAMED ? `, … (+${alike.length - NAMED})` : "";
    return el(
      "span",
      { class: "alike" },
      el("b", {}, `${alike.length} ${texts.rows}`),
      el("span", { class: "sub" }, `${texts.row} `, ...named, more),
    );
  }

  _line(alike) {
    const [issue] = alike;
    const { texts, severities } = this.config;
    const column = [issue.letter, issue.column].filter(Boolean).join(" · ");
    const place = issue.row ? `${texts.row} ${issue.row}` : issue.sheet ? texts.wholeSheet : texts.wholeFile;
    const isHeader = issue.code.startsWith("HEADER-");
    return el(
      "tr",
      { data: { code: issue.code }, class: issue.answered === undefined ? "" : "settled" },
      el("td", {}, el("span", { class: `severity ${issue.severity}` }, severities[issue.severity])),
      el(
        "td",
        {},
        alike.length > 1 ? this._rows(alike) : issue.at >= 0 ? this._row(issue, place) : place,
        issue.sheet ? el("span", { class: "sub" }, issue.sheet) : "",
        column ? el("span", { class: "sub" }, `${texts.column} ${column}`) : "",
      ),
      el(
        "td",
        {},
        el("span", { class: "cell-value" }, isHeader && !issue.value ? issue.column : issue.value),
      ),
      el(
        "td",
        {},
        issue.message,
        issue.remedy ? el("span", { class: "sub" }, issue.remedy) : "",
        issue.proposed
          ? el(
              "span",
              { class: "proposed" },
              isHeader
                ? `${texts.didYouMean} “${issue.proposed}”?`
                : `${texts.proposed}: ${localNumber(issue.proposed, this.config.lang)}`,
            )
          : "",
        el("span", { class: "code" }, issue.code),
        this.answer?.(issue, alike) ?? "",
      ),
    );
  }
}

// `explain(column)`, where there is one, gives the element by which a column is given its field.
export function drawColumns(config, sheets, explain = null) {
  const { texts } = config;
  const box = document.getElementById("columns-read");
  const stated = ({ source, unit }) =>
    el(
      "span",
      { class: "stated" },
      [source ? `${texts.columnStatedBefore} ${source}` : texts.columnStated, unit]
        .filter(Boolean)
        .join(" · "),
    );
  const understood = (column) => Boolean(column.means || column.ours || column.unused);
  const count = document.getElementById("columns-count");
  const every = sheets.flatMap((sheet) => sheet.columns);
  const open = every.filter((column) => !understood(column)).length;
  if (count) count.textContent = open ? `${open} ?` : "";
  const means = (column) =>
    column.ours
      ? texts.columnOurs
      : column.unused
        ? `→ ${texts.columnUnused}`
        : column.means
          ? `→ ${column.means}`
          : "→ ?";
  box.replaceChildren(
    ...sheets.map((sheet) =>
      el(
        "section",
        {},
        el("h3", {}, `${texts.sheet} “${sheet.name}”`, sheet.read ? ` · ${sheet.rows} ${texts.rows}` : ""),
        ...[false, true].flatMap((known) => part(sheet, known)), // what nobody understood comes first
      ),
    ),
  );

  function part(sheet, known) {
    const columns = sheet.columns.filter((column) => understood(column) === known);
    if (!columns.length) return [];
    const word = known ? texts.columnsKnown : texts.columnsUnknown;
    return [
      el("h4", { class: "columns-part" }, word, " ", el("b", {}, String(columns.length))),
      el("ul", { class: "columns" }, ...columns.map(line)),
    ];
  }

  function line(column) {
    return el(
      "li",
      { class: understood(column) ? "" : "unknown-column" },
      el("span", { class: "letter" }, column.letter),
      el("span", {}, column.header || texts.columnNameless),
      el("span", { class: "means" }, means(column)),
      column.stated ? stated(column.stated) : "",
      column.own && column.own !== column.means
        ? el("span", { class: "stated" }, `${texts.columnOwn}: ${column.own}`)
        : "",
      explain && !column.ours ? explain(column) : "",
    );
  }
}
