// The table docked under the map (a full sheet on a phone): the masts in view, sorted by the server over all of them.
// A window of its rows is fetched and drawn at a time, so that 200,000 rows scroll like twenty.
//
// A row rings its mast on the map and opens its sheet; a mast that is chosen on the map has its row marked and in sight.

import { el } from "../parts.js";
import { narrow } from "../sheet.js";
import { written } from "./days.js";
import { resizable } from "./table_edge.js";
import { RowWindows, WINDOW } from "./table_rows.js";

const { L } = window;
const SPARE = 12; // rows drawn above and below what is seen
const COLUMNS = "bts-table-columns";

const dock = document.getElementById("table");
const scroller = document.getElementById("table-rows");
const title = document.getElementById("table-title");

/**
 * `open(row)` opens a mast's sheet; `changed()` is told when the sort changes, `closed()` when the table was closed by
 * its own button; `day()`: the past day (iso) that the map shows, and the table with it; null: today.
 */
export function startTable(map, config, mastLayer, { open, changed, closed, day }) {
  const { columns, usual, texts } = config.table;
  let entering = false; // the keyboard opened the table and goes on to its first row once there is one
  const ring = L.circleMarker([0, 0], {
    renderer: L.svg({ pane: "evidence" }),
    radius: 13,
    weight: 3,
    color: "#ffb000",
    fill: false,
  });
  const head = scroller.querySelector("thead tr");
  const body = scroller.querySelector("tbody");
  let names = kept();
  let sort = "";
  let area = "";
  let everywhere = false;
  let chosen = -1; // site whose row is marked
  let at = 0; // row that the keyboard is on
  let drawn = ""; // what the rows that stand there say
  let still = false; // the map moved because a row was chosen: the rows stay

  function kept() {
    const asked = (localStorage.getItem(COLUMNS) ?? "").split(",");
    const known = asked.filter((name) => columns.some((column) => column.name === name));
    return known.length ? known : usual;
  }
  const rowHeight = () => (narrow.matches ? 44 : 30);
  const shown = () => columns.filter((column) => names.includes(column.name));

  function asked() {
    const query = new URLSearchParams();
    const box = map.getBounds();
    if (area) query.set("area", area);
    else if (!everywhere)
      query.set(
        "bbox",
        [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()].map((v) => v.toFixed(6)).join(","),
      );
    if (day()) query.set("asof", day());
    const { operators, classes, states, everyone } = mastLayer.filter;
    if (!everyone) query.set("operators", operators);
    query.set("classes", classes);
    query.set("states", states);
    if (sort) query.set("sort", sort);
    return query;
  }
  const windows = new RowWindows(config, draw, () => {
    title.textContent = config.texts.failed;
  });

  function heading(column) {
    const direction = sort === column.name ? "ascending" : sort === `-${column.name}` ? "descending" : null;
    const button = el(
      "button",
      { type: "button", data: { sort: column.name } },
      column.label,
      el("span", { "aria-hidden": "true" }, { ascending: " ▲", descending: " ▼" }[direction] ?? ""),
    );
    return el("th", { scope: "col", class: column.number ? "number" : "", "aria-sort": direction }, button);
  }

  function line(index) {
    const row = windows.row(index);
    const attributes = { "aria-rowindex": index + 2 };
    if (!row) return el("tr", { ...attributes, class: "coming" }, el("td", { colspan: names.length }, "…"));
    const cells = shown().map((column) => {
      const text = row.cells[column.name] || "–";
      const held =
        column.name === "code"
          ? el("a", { href: `/#mast=${encodeURIComponent(row.code)}`, tabindex: -1 }, text)
          : text;
      return el("td", { class: column.number ? "number" : "" }, held);
    });
    return el("tr", { ...attributes, data: { index, site: row.site } }, ...cells);
  }

  function gap(rows, height) {
    const made = el("tr", { "aria-hidden": "true", class: "gap" });
    made.style.height = `${rows * height}px`;
    return made;
  }

  function draw() {
    if (dock.hidden) return;
    const height = rowHeight();
    const { total } = windows;
    const first = Math.max(0, Math.min(total, Math.floor(scroller.scrollTop / height) - SPARE));
    const last = Math.min(total, Math.ceil((scroller.scrollTop + scroller.clientHeight) / height) + SPARE);
    for (let page = Math.floor(first / WINDOW); page * WINDOW < last; page += 1) windows.need(page);
    // what stands there already stays: a press that is half done must find its row again
    const lines = [];
    for (let index = first; index < last; index += 1) lines.push(windows.row(index) ?? index);
    const said = JSON.stringify([first, last, total, height, names, lines]);
    if (said === drawn) {
      mark();
      return;
    }
    drawn = said;
    const focused = body.contains(document.activeElement);
    body.replaceChildren(
      gap(first, height),
      ...lines.map((_, k) => line(first + k)),
      gap(total - last, height),
    );
    mark();
    if (focused || (entering && total)) focus();
    if (total) entering = false;
  }

  // Which row is chosen, and which one the keyboard is on.
  function mark() {
    for (const row of body.querySelectorAll("tr[data-index]")) {
      row.setAttribute("aria-selected", String(Number(row.dataset.site) === chosen));
      row.tabIndex = Number(row.dataset.index) === at ? 0 : -1;
    }
  }

  function focus() {
    body.querySelector(`tr[data-index="${at}"]`)?.focus({ preventScroll: true });
  }

  // Shows row `index`, in the middle where it was out of sight.
  function reveal(index) {
    const height = rowHeight();
    const free = scroller.clientHeight - 2 * height;
    const top = index * height;
    if (top < scroller.scrollTop || top > scroller.scrollTop + free)
      scroller.scrollTop = Math.max(0, top - free / 2);
  }

  function headings() {
    const said = `${sort} ${names}`;
    if (head.dataset.said === said) return; // one may be on a heading
    head.dataset.said = said;
    head.replaceChildren(...shown().map(heading));
    scroller.querySelector("table").setAttribute("aria-colcount", String(names.length));
  }

  function files() {
    for (const link of dock.querySelectorAll("a[data-file]")) {
      const query = new URLSearchParams(windows.question);
      query.set(
        "columns",
        shown()
          .map((column) => column.name)
          .join(","),
      );
      query.set("lang", config.lang);
      link.setAttribute("href", `${config.table.files[link.dataset.file]}?${query}`);
    }
  }

  async function refresh({ top = false } = {}) {
    if (dock.hidden) return;
    dock.setAttribute("aria-busy", "true");
    const first = top ? 0 : Math.floor(scroller.scrollTop / rowHeight());
    const answered = await windows.ask(asked(), first);
    if (answered === undefined) return; // something else was asked meanwhile
    dock.removeAttribute("aria-busy");
    if (!answered) return;
    const { total } = windows;
    at = Math.min(at, Math.max(0, total - 1));
    const where = area ? texts.inArea : everywhere ? texts.everywhere : texts.inView;
    delete title.dataset.held;
    title.textContent = `${mastLayer.format.format(total)} ${where}${day() ? ` · ${texts.onDay.replace("{day}", written(day()))}` : ""}`;
    document.getElementById("table-none").hidden = total > 0;
    scroller.querySelector("table").setAttribute("aria-rowcount", String(total + 1));
    if (top) scroller.scrollTop = 0;
    files();
    headings();
    draw();
  }

  // Says that the rows stay those of the view before a row was opened.
  function hold() {
    if (dock.hidden || title.dataset.held) return;
    title.dataset.held = "1";
    title.textContent += ` · ${texts.held}`;
    title.title = title.textContent;
  }

  // Marks the row of a site and brings it into sight; -1 marks none.
  async function locate(site) {
    chosen = site;
    if (dock.hidden) return;
    const index = site < 0 ? null : await windows.find(site);
    if (chosen !== site || index === undefined) return;
    if (index !== null) {
      at = index;
      reveal(index);
    }
    draw();
  }

  function activate(index) {
    const row = windows.row(index);
    if (!row) return;
    at = index;
    chosen = row.site;
    still = true;
    draw();
    open(row);
  }

  function over(row) {
    if (row) ring.setLatLng(row.place).addTo(map);
    else ring.remove();
  }

  head.addEventListener("click", (event) => {
    const name = event.target.closest("[data-sort]")?.dataset.sort;
    if (!name) return;
    sort = sort === name ? `-${name}` : name;
    refresh({ top: true });
    headings();
    head.querySelector(`[data-sort="${name}"]`).focus();
    changed();
  });
  body.addEventListener("click", (event) => {
    const index = event.target.closest("tr[data-index]")?.dataset.index;
    if (index === undefined || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    activate(Number(index));
  });
  body.addEventListener("pointerover", (event) => {
    const index = event.target.closest("tr[data-index]")?.dataset.index;
    over(index === undefined ? null : windows.row(Number(index)));
  });
  body.addEventListener("pointerleave", () => over(null));
  body.addEventListener("focusin", (event) => {
    const index = event.target.closest("tr[data-index]")?.dataset.index;
    if (index !== undefined) over(windows.row(Number(index)));
  });
  body.addEventListener("focusout", () => over(null));
  body.addEventListener("keydown", (event) => {
    const step = Math.max(1, Math.floor(scroller.clientHeight / rowHeight()) - 2);
    const to = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + step,
      PageUp: at - step,
      Home: 0,
      End: windows.total - 1,
    }[event.key];
    if (event.key === "Enter" && event.target.matches("tr")) activate(at);
    if (to === undefined) return;
    event.preventDefault();
    at = Math.max(0, Math.min(windows.total - 1, to));
    reveal(at);
    draw();
    focus();
  });
  let waiting = 0;
  scroller.addEventListener("scroll", () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(draw);
  });
  dock.querySelector("[data-scope]").addEventListener("change", (event) => {
    everywhere = event.target.value === "all";
    refresh({ top: true });
  });
  dock.addEventListener("change", (event) => {
    if (event.target.name !== "table-column") return;
    const wanted = [...dock.querySelectorAll("input[name=table-column]:checked")].map((box) => box.value);
    names = wanted.length ? wanted : ["code"];
    localStorage.setItem(COLUMNS, names.join(","));
    files();
    headings();
    draw();
  });
  dock.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    closed();
  });
  document.getElementById("table-close").addEventListener("click", () => closed());
  document.getElementById("table-columns").replaceChildren(
    ...columns.map((column) =>
      el(
        "label",
        { class: "choice" },
        el("input", {
          type: "checkbox",
          name: "table-column",
          value: column.name,
          checked: names.includes(column.name),
        }),
        el("span", { class: "name" }, column.label),
      ),
    ),
  );
  mastLayer.on("selected", ({ site }) => locate(site));
  map.on("dragstart zoomstart keydown", () => {
    still = false;
  });
  new ResizeObserver(() => draw()).observe(scroller);
  resizable(map, dock);

  return {
    isOpen: () => !dock.hidden,
    sort: () => sort,
    enter() {
      entering = true;
    },
    open(by = null) {
      if (by !== null) sort = by;
      dock.hidden = false;
      document.body.classList.add("with-table");
      map.invalidateSize({ pan: false, animate: false });
      still = false;
      refresh({ top: true });
    },
    close() {
      windows.drop();
      dock.hidden = true;
      over(null);
      document.body.classList.remove("with-table");
      map.invalidateSize({ pan: false, animate: false });
    },
    // The map or the filter changed; `moved`: the map alone, which leaves the rows where a row moved it.
    refresh({ moved = false } = {}) {
      if (!moved) refresh();
      else if (still) hold();
      else if (!area && !everywhere) refresh();
    },
    // The table of a chosen area instead of what is in view; "" for the view again.
    filterArea(text) {
      area = text;
      dock.querySelector("[data-scope]").disabled = Boolean(text);
      refresh({ top: true });
    },
  };
}
