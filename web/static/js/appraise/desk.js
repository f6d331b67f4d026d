// Keeps table, findings, map, issues and address in step; the same for the page and for the map in one file.

import { prepare } from "../map/ground/ground.js";
import { formats } from "../map/parts.js";
import { FindingsPanel } from "./findings.js";
import { drawColumns, IssueList } from "./issues.js";
import { RowMap } from "./map.js";
import { RowTable } from "./table.js";

const byId = (id) => document.getElementById(id);
const narrow = window.matchMedia("(max-width: 720px)");

// `source` gives findings(at), and where rows can be tried elsewhere tryAt(at, place); where a page shows more of
// a row than any list does, `Table` (a RowTable of its own) and drawn(at, row), called with row -1 for none.
export function startDesk(map, config, view, source) {
  const { rows } = view;
  const format = formats(config.lang);
  prepare(map, config, { panes: ["zones", "evidence", "rows", "labels"] });
  let asked = 0;
  let current = -1;
  let coming = -1; // the row whose answer is on its way: it is asked for once, however often it is chosen meanwhile
  let shown = -1; // the row whose findings, decision and map are there: while another one's come it is not the current one
  let own = []; // findings at the list's own position

  const rowMap = new RowMap(map, config, rows, {
    chosen: (at) => choose(at),
    tried: (place) => tryAt(place),
    format,
  });
  const table = new (source.Table ?? RowTable)(config, rows, (at, options) => choose(at, options));
  const panel = new FindingsPanel(config, format, {
    hover: (finding) => rowMap.hover(finding),
    mast: (code) => rowMap.mast(code),
    look: (place) => rowMap.look(place),
    move: (place) => tryAt(place),
    instead: source.instead && ((radius) => source.instead(current, radius)),
    share: source.share && ((host) => source.share(current, host)),
    askOwner: source.askOwner && (() => source.askOwner(current)),
    readPlace: (text) => source.readPlace(text),
    usable: () => source.usable?.() ?? false,
    use: (tried) => {
      draw(own); // what is written is of the row again, with the place that was tried named in it
      source.use(current, tried.row);
    },
    back: () => {
      draw(own);
      byId("chosen-name").focus({ preventScroll: true });
    },
  });
  const issues = new IssueList(
    config,
    view,
    (at) => {
      tab("rows");
      choose(at, { focus: true });
    },
    source.answer,
  );
  drawColumns(config, view.sheets, source.explain);

  const side = byId("row-side") ?? byId("findings");

  function hold(held) {
    for (const box of [side, byId("trial-bar")]) if (box) box.inert = held;
  }

  function say(text) {
    byId("map-said").textContent = text;
    byId("map-said").hidden = !text;
  }

  async function choose(at, { focus = false, push = true, follow = true } = {}) {
    if (!rows[at]) return;
    if (at === coming) {
      table.select(at, { focus });
      return;
    }
    asked += 1;
    const mine = asked;
    coming = at;
    current = at;
    table.select(at, { focus });
    if (push) remember();
    hold(shown !== at); // what stands there is another row's: nothing is to be decided or tried on it
    let found;
    try {
      found = await source.findings(at);
    } catch (error) {
      if (mine === asked) {
        coming = -1;
        clear();
        fault(error);
      }
      return;
    }
    if (mine !== asked) return;
    coming = -1;
    say("");
    shown = at;
    hold(false);
    own = found;
    draw(own, null, { follow });
    table.select(at); // the panel below has its height now
    if (narrow.matches && push && !focus) side.scrollIntoView({ block: "start" });
  }

  // Takes away what stands of a row; which one is chosen in the table stays.
  function clear() {
    shown = -1;
    hold(false);
    panel.clear();
    rowMap.clear();
    source.drawn?.(-1, null);
  }
  function none() {
    current = -1;
    coming = -1;
    asked += 1;
    clear();
  }

  function draw(findings, tried = null, { follow = false } = {}) {
    panel.show(rows[current], findings, { issues: issues.ofRow(current), tried });
    map.invalidateSize({ pan: false, animate: false }); // the row's own panel may have taken of its height
    rowMap.show(
      current,
      findings,
      tried ? { place: tried.row.at, verdict: tried.row.verdict, follow } : { follow },
    );
    source.drawn?.(current, rows[current]);
    document.body.dataset.shown = tried ? "tried" : String(current + 1);
  }

  async function tryAt(place) {
    if (shown !== current) return; // dragged while another row was coming, which is drawn in a moment
    asked += 1;
    const mine = asked;
    try {
      const answer = await source.tryAt(current, place);
      if (mine !== asked) return;
      say("");
      const [lon, lat] = answer.row.at;
      draw(
        answer.findings,
        { ...answer, before: own },
        { follow: !map.getBounds().pad(-0.15).contains([lat, lon]) },
      );
    } catch (error) {
      if (mine === asked) {
        fault(error);
        draw(own);
      }
    }
  }

  function fault(error) {
    if (!(error instanceof Error)) throw error;
    say(error.said ?? config.texts.failed);
  }

  // ---- filters, tabs, addresses --------------------------------------------------------------------------
  const filters = [...document.querySelectorAll("[data-verdict]")];
  function filter(verdict) {
    for (const button of filters)
      button.setAttribute("aria-pressed", String(button.dataset.verdict === verdict));
    table.filter(verdict);
    rowMap.filter(config.verdictOrder.includes(verdict) ? verdict : "");
  }
  for (const button of filters) {
    button.addEventListener("click", () => {
      filter(button.dataset.verdict);
      tab("rows");
      if (current >= 0 && !table.shown.includes(current)) none();
      if (current < 0) rowMap.whole();
      remember();
    });
  }
  const tabs = [...document.querySelectorAll("[role=tab]")];
  function tab(name) {
    for (const button of tabs) {
      const is = button.dataset.tab === name;
      button.setAttribute("aria-selected", String(is));
      button.tabIndex = is ? 0 : -1;
      byId(button.getAttribute("aria-controls")).hidden = !is;
    }
  }
  for (const button of tabs) {
    button.addEventListener("click", () => {
      tab(button.dataset.tab);
      remember();
    });
    button.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = tabs[(tabs.indexOf(button) + step + tabs.length) % tabs.length];
      next.focus();
      next.click();
    });
  }
  function remember() {
    const values = new URLSearchParams();
    const verdict = filters.find((button) => button.getAttribute("aria-pressed") === "true")?.dataset.verdict;
    const shown = tabs.find((button) => button.getAttribute("aria-selected") === "true")?.dataset.tab;
    if (verdict) values.set("show", verdict);
    if (shown && shown !== "rows") values.set("tab", shown);
    if (current >= 0) values.set("row", String(current + 1));
    const hash = `#${values}`;
    if (hash !== (location.hash || "#")) history.pushState(null, "", hash);
  }
  async function apply() {
    const values = new URLSearchParams(location.hash.slice(1));
    const verdict = values.get("show") ?? "";
    filter(filters.some((button) => button.dataset.verdict === verdict) ? verdict : "");
    const name = values.get("tab") ?? "rows";
    tab(tabs.some((button) => button.dataset.tab === name) ? name : "rows");
    const at = Number(values.get("row")) - 1;
    if (Number.isInteger(at) && rows[at]) {
      await choose(at, { push: false });
      // on a phone the row stands far below: a link to it would seem to do nothing
      if (narrow.matches && shown === at && !side.contains(document.activeElement))
        side.scrollIntoView({ block: "start" });
    } else {
      none();
      rowMap.whole();
    }
  }
  window.addEventListener("popstate", apply);
  const toggle = byId("map-toggle");
  toggle.addEventListener("click", () => {
    const open = toggle.getAttribute("aria-expanded") !== "true";
    toggle.setAttribute("aria-expanded", String(open));
    byId("map-box").classList.toggle("closed", !open);
    map.invalidateSize({ pan: false, animate: false });
    if (open && shown >= 0) rowMap.show(shown, rowMap.findings, { place: rowMap.place });
  });
  byId("map-whole").addEventListener("click", () => rowMap.whole());
  new ResizeObserver(() => map.invalidateSize({ pan: false, animate: false })).observe(map.getContainer());
  // J and K go from row to row wherever the keyboard is, but in a field.
  document.addEventListener("keydown", (event) => {
    const step = { j: 1, k: -1 }[event.key];
    if (
      !step ||
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      /** @type {HTMLElement} */ (event.target).closest("input, textarea, select, dialog")
    )
      return;
    if (!table.shown.length || byId("pane-rows").hidden) return;
    event.preventDefault();
    const place = table.shown.indexOf(current) + step;
    choose(table.shown[Math.min(table.shown.length - 1, Math.max(0, place))], { focus: true });
  });
  // Shows the same list judged anew: what one reads, has chosen and has filtered stays.
  async function renew(next) {
    const before = rows.splice(0, rows.length, ...next.rows);
    issues.renew(next);
    for (const button of filters)
      button.querySelector("b").textContent = String(next.counts[button.dataset.verdict || "rows"]);
    rowMap.renew(before);
    table.filter(table.verdict);
    coming = -1; // what is on its way is of the list before
    if (current >= 0) await choose(current, { push: false, follow: false });
  }
  return {
    apply,
    choose,
    chosen: () => current,
    renew,
    tab,
    table,
    surround: (around) => rowMap.surround(around),
    fault,
  };
}
