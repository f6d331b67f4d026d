// A group that repeats, on one screen: a table of all its rows, and below it the one answer that is being given.

import { button, el, newId } from "../dom.js";
import { judge, limitWords, valueWords } from "../visit/limits.js";
import { said, showDay, t } from "../words.js";
import { answered, lastReading } from "./answers.js";
import { rowAfter } from "./asked.js";
import { basisBox } from "./box.js";
import { choiceInput, faultyOption } from "./choice.js";
import { instrumentBox } from "./instrument.js";
import { numberInput } from "./number.js";
import { photoBox } from "./photos.js";
import { quickBox } from "./quick.js";
import { saver } from "./saver.js";
import { SIGNS, showState } from "./state.js";

// `at`: the key of the answer to begin with. `fresh()` gives the group's entries as they are asked now.
export function rowsBox(visitor, screen, at, fresh) {
  const { group } = screen;
  const table = el("div", { class: "row-table", role: "group", "aria-label": said(group.words) });
  const editor = el("div", { class: "row-editor" });
  const below = el("div", {});
  const added = new Set();
  let entries = screen.entries;
  let active = null;

  const rowsNow = () => [...new Set(entries.map((entry) => entry.row))];
  const open = (entry) => entry.answer !== "computed" && !answered(visitor.rows, entry);
  const find = (key) => entries.find((entry) => entry.code === key);

  const draw = () => {
    entries = withAdded(fresh(), added);
    table.replaceChildren(...lines(visitor, entries, active?.code, choose));
    const next = rowAfter(group, rowsNow());
    below.hidden = !next;
    below.replaceChildren(
      ...(next
        ? [
            button(
              t("rows.add", { row: next }),
              () => {
                added.add(next);
                draw();
                choose(entries.find((entry) => entry.row === next));
              },
              { class: "tap wide" },
            ),
          ]
        : []),
    );
  };
  const settled = async () => {
    for (const flush of visitor.flush) await flush();
    await Promise.all(visitor.busy);
  };
  const choose = async (entry) => {
    editor.inert = true; // a digit tapped for the next row must not fall into this one
    await settled().finally(() => {
      editor.inert = false;
    });
    active = find(entry.code) ?? entry;
    visitor.flush.clear();
    editor.replaceChildren(...editorOf(visitor, active));
    draw();
    visitor.now(active);
    table.querySelector("[aria-pressed=true]")?.scrollIntoView({ block: "nearest" });
    editor.querySelector("input.number")?.focus({ preventScroll: true }); // these keys, not the phone's own
    requestAnimationFrame(() => editor.scrollIntoView({ block: "nearest" })); // once the screen stands: keys in sight
  };
  /** The next answer of the group that is open, after the present one; null where none is. */
  const next = () => {
    const from = entries.findIndex((entry) => entry.code === active?.code);
    const turned = [...entries.slice(from + 1), ...entries.slice(0, from)];
    return turned.find(open) ?? null;
  };
  draw();
  choose(
    find(at) ?? entries.find(open) ?? entries.find((entry) => entry.answer !== "computed") ?? entries[0],
  );
  visitor.heard.push(draw);
  const box = el(
    "section",
    { class: "entry rows", "aria-label": said(group.words), data: { entry: group.code } },
    el("h2", { text: said(group.words) }),
    said(group.help) ? el("p", { class: "hint", text: said(group.help) }) : null,
    quickBox(visitor, entries[0]),
    table,
    computedLimits(visitor, screen.entries),
    editor,
    below,
    instruments(visitor, screen.entries),
    pictures(visitor, screen.entries, () => active),
  );
  return { box, next, choose, active: () => active };
}

// A row that was added by hand is like the last one, with nothing in it.
function withAdded(entries, added) {
  const made = [...entries];
  for (const row of added) {
    if (entries.some((entry) => entry.row === row)) continue;
    const like = entries.filter((entry) => entry.row === entries.at(-1).row);
    made.push(
      ...like.map((entry) => ({
        ...entry,
        row,
        code: entry.code.replace(/\[.*\]$/, `[${row}]`),
        words: { vi: `${entry.base.words.vi} ${row}`, en: `${entry.base.words.en} ${row}` },
        rests: null,
        computed: null,
      })),
    );
  }
  return made;
}

// The table: a line a row, a column an entry; of one entry in two ways, a line a level and a column a direction.
function lines(visitor, entries, active, choose) {
  const bases = [...new Map(entries.map((entry) => [entry.base.code, entry.base])).values()];
  const crossed = bases.length === 1 && entries[0].row.includes("/");
  const lineOf = (entry) => (crossed ? entry.row.split("/")[0] : entry.row);
  const columnOf = (entry) => (crossed ? entry.row.split("/")[1] : entry.base.code);
  const columns = crossed
    ? [...new Set(entries.map(columnOf))].map((code) => ({ code, text: code }))
    : bases.map((base) => ({
        code: base.code,
        text: said(base.words) + (base.unit ? `, ${base.unit}` : ""),
      }));
  const style = `--columns: ${columns.length}`;
  const head = el(
    "div",
    { class: "row-line row-head", "aria-hidden": "true" },
    el("span", {}),
    columns.map(({ text }) => el("span", { text })),
  );
  head.style.cssText = style;
  const found = [head];
  for (const line of [...new Set(entries.map(lineOf))]) {
    const own = entries.filter((entry) => lineOf(entry) === line);
    const drawn = el(
      "div",
      { class: "row-line" },
      el("b", { text: line }),
      columns.map(({ code }) => {
        const entry = own.find((one) => columnOf(one) === code);
        return entry ? cell(visitor, entry, entry.code === active, choose) : el("span", {});
      }),
    );
    drawn.style.cssText = style;
    found.push(drawn);
  }
  return found;
}

function cell(visitor, entry, pressed, choose) {
  const item = lastReading(visitor.rows, entry)?.item;
  const word = item ? wordOf(visitor, entry, item) : "";
  const text = item ? valueWords({ ...entry, unit: "" }, { ...item, unit: "" }) : "";
  const name = `${said(entry.words)}: ${item ? valueWords(entry, item) : t("entry.open")}${word ? `, ${t(`cell.${word}`)}` : ""}`;
  const inside = [
    word ? el("b", { "aria-hidden": "true", text: SIGNS[word] }) : null,
    el("span", { text: text || "…" }),
  ];
  if (entry.answer === "computed")
    return el("span", { class: `cell computed ${word}`, "aria-label": name, role: "img" }, inside);
  return el(
    "button",
    {
      type: "button",
      class: `cell ${word}${item ? "" : " open"}`,
      "aria-label": name,
      "aria-pressed": String(pressed),
      data: { key: entry.code },
      on: { click: () => choose(entry) },
    },
    inside,
  );
}

function wordOf(visitor, entry, item) {
  if (["number", "computed"].includes(entry.answer))
    return judge(entry, visitor.mast, String((entry.answer === "number" && item.raw) || item.value)).word; // a computed one as it is, not as it is shown
  if (item.value === "not_seen") return "";
  return faultyOption(entry, item.value) ? "beyond" : "within";
}

// What is computed has no editor in which its limit would be read: that stands below the table.
export function computedLimits(visitor, entries) {
  const columns = new Map(
    entries
      .filter((entry) => entry.answer === "computed" && !entry.limit?.of)
      .map((entry) => [entry.base.code, entry]),
  );
  return [...columns.values()].flatMap((entry) => {
    const limit = limitWords(entry, visitor.mast);
    const text = `${said(entry.base.words)}. ${t("limit.limit")}: ${limit}`;
    return limit ? [el("p", { class: "limit", text }), basisBox(entry)].filter(Boolean) : [];
  });
}

// The one answer that is being given.
function editorOf(visitor, entry) {
  if (entry.answer === "computed") return [];
  const heading = newId("row");
  const state = el("p", { class: "entry-state", role: "status" });
  const save = saver(visitor, entry, state);
  const before = visitor.before?.[entry.code];
  const limit = limitWords(entry, visitor.mast);
  const input = entry.answer === "number" ? numberInput : choiceInput;
  showState(state, entry, visitor.mast, lastReading(visitor.rows, entry));
  return [
    el("h3", { id: heading, text: `${said(entry.words)}${entry.unit ? ` (${entry.unit})` : ""}` }),
    before
      ? el("p", {
          class: "hint",
          text: `${t("entry.before", { day: showDay(before.day) })}: ${valueWords(entry, before)}`,
        })
      : null,
    limit ? el("p", { class: "limit", text: `${t("limit.limit")}: ${limit}` }) : null,
    input(visitor, entry, save, heading),
    state,
    limit ? basisBox(entry) : null,
  ].filter(Boolean);
}

// One instrument serves all rows of an entry, and is kept with each reading of it.
function instruments(visitor, entries) {
  const measured = [
    ...new Map(entries.filter((one) => one.instrument).map((one) => [one.base.code, one])).values(),
  ];
  return measured.map((entry) =>
    el(
      "details",
      { class: "more" },
      el("summary", { class: "tap", text: `${t("entry.instrument")}: ${said(entry.base.words)}` }),
      instrumentBox(visitor, { ...entry, code: entry.base.code }, null),
    ),
  );
}

// Photos of the group, for each entry that asks for some: each names the row before which it was taken.
function pictures(visitor, entries, active) {
  const wanted = new Map(entries.filter((entry) => entry.photos).map((entry) => [entry.base.code, entry]));
  return [...wanted.values()].map((entry) =>
    el(
      "div",
      { data: { photos: entry.base.code } },
      wanted.size > 1 ? el("h3", { text: said(entry.base.words) }) : null,
      photoBox(visitor, {
        ...entry,
        get code() {
          const now = active();
          return now?.base.code === entry.base.code ? now.code : entry.base.code;
        },
        words: entry.base.words,
      }),
    ),
  );
}
