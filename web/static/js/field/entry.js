// One entry of a checklist: a tap or a number is recorded at once; what was recorded is corrected, never overwritten.
import { button, el, field, icon, newId } from "./dom.js";
import { judge, limitWords, valueWords } from "./limits.js";
import { readNumber, showNumber } from "./numbers.js";
import { positionBox } from "./place.js";
import { draftKey, dropDraft, keepDraft, record, recordPhoto } from "./record.js";
import { get, meta, setMeta } from "./store.js";
import { lang, said, saidOfCode, showDay, showTime, t } from "./words.js";

const READ = ["value", "raw", "unit", "instrument", "calibrated_on", "note"];
const SIGNS = { within: "✓", beyond: "!" };
const same = (fields, item) =>
  item && READ.every((name) => JSON.stringify(fields[name] ?? "") === JSON.stringify(item[name] ?? ""));
const empty = (fields) => (fields.value === null || fields.value === "") && !fields.raw && !fields.note;

export const lastReading = (rows, entry) =>
  rows.filter((row) => row.kind === "reading" && row.entry === entry.code).at(-1) ?? null;
export const photosOf = (rows, entry) =>
  rows.filter((row) => row.kind === "photo" && row.entry === entry.code);

// Whether an entry has what it asks for.
export function answered(rows, entry) {
  if (entry.answer === "photo") return photosOf(rows, entry).length >= Math.max(1, entry.photos ?? 1);
  if (entry.answer === "position") return rows.some((row) => row.kind === "position");
  return Boolean(lastReading(rows, entry));
}

// `visitor` is what the screen of a visit hands around: visit, mast, rows, drafts, pack, changed().
export function entryBox(visitor, entry) {
  const { mast } = visitor;
  const heading = newId("entry");
  const state = el("p", { class: "entry-state", role: "status" });
  const save = saver(visitor, entry, state);
  const input = {
    number: numberInput,
    text: textInput,
    date: dateInput,
    choice: choiceInput,
    yes_no: choiceInput,
  }[entry.answer];
  const limit = limitWords(entry, mast);
  const before = visitor.before?.[entry.code];
  const box = el(
    "section",
    { class: "entry", "aria-labelledby": heading, data: { entry: entry.code } },
    el("h2", { id: heading, text: said(entry.words) }),
    said(entry.help) ? el("p", { class: "hint", text: said(entry.help) }) : null,
    before
      ? el("p", {
          class: "hint",
          text: `${t("entry.before", { day: showDay(before.day) })}: ${valueWords(entry, before)}`,
        })
      : null,
    input ? input(visitor, entry, save, heading) : null,
    limit
      ? el(
          "p",
          { class: "limit" },
          `${t("limit.limit")}: ${limit}`,
          entry.limit?.basis ? el("span", { class: "hint block", text: said(entry.limit.basis) }) : null,
        )
      : null,
    entry.answer === "position" ? positionBox(visitor, entry) : null,
    input ? state : null, // places and photos say themselves what stands
    entry.answer === "position" ? null : photoBox(visitor, entry),
    input && entry.answer !== "text" ? noteBox(visitor, entry, save) : null,
  );
  showState(state, entry, mast, lastReading(visitor.rows, entry));
  return box;
}

// One write after the other: a blur and a tap on "next" come together.
function saver(visitor, entry, state) {
  let line = Promise.resolve();
  const held = { ...BLANK_OF(entry), ...pick(lastReading(visitor.rows, entry)?.item) };
  const save = (change = {}) => {
    Object.assign(held, change);
    line = line.then(async () => {
      const last = lastReading(visitor.rows, entry);
      const fields = { ...held };
      if (same(fields, last?.item) || (!last && empty(fields))) return;
      const row = await record(
        visitor.visit,
        { kind: "reading", entry: entry.code, ...fields, replaces: last?.id ?? "" },
        { draft: draftKey(visitor.visit, entry.code) },
      );
      visitor.taken(row);
      showState(state, entry, visitor.mast, row);
    });
    visitor.busy.add(line);
    line.finally(() => visitor.busy.delete(line));
    return line;
  };
  save.held = held;
  return save;
}

const BLANK_OF = (entry) => ({
  value: null,
  raw: "",
  unit: entry.answer === "number" ? (entry.unit ?? "") : "",
  instrument: "",
  calibrated_on: "",
  note: "",
});
const pick = (item) => (item ? Object.fromEntries(READ.map((name) => [name, item[name]])) : {});

function showState(state, entry, mast, row) {
  if (!row) {
    state.replaceChildren(el("span", { text: t("entry.nothing") }));
    return;
  }
  const { word, firm } = entry.answer === "number" ? judge(entry, mast, row.item.raw) : { word: "" };
  const sign = SIGNS[word];
  state.replaceChildren(
    word
      ? el(
          "span",
          { class: `judged ${word}${firm ? " firm" : ""}` },
          el("b", { "aria-hidden": "true", text: sign }),
          ` ${t(`limit.${word}`)}${firm ? "" : ` (${t("limit.unverified")})`} · `,
        )
      : "",
    el("span", { text: t("entry.recorded", { time: showTime(row.item.recorded_at) }) }),
    " ",
    el("span", { class: `state ${row.state}`, text: t(`state.${row.state}`) }),
    row.code ? el("span", { class: "reason", text: ` ${saidOfCode(row.code, row.message)}` }) : "",
  );
}

// ---- kinds of answer -------------------------------------------------------------------------------------------
function choiceInput(_visitor, entry, save, heading) {
  const own =
    entry.answer === "yes_no"
      ? [
          { code: true, words: t("entry.yes") },
          { code: false, words: t("entry.no") },
        ]
      : entry.options;
  const options = [...own, { code: "not_seen", words: t("entry.not-seen") }];
  const group = newId("choice");
  return el(
    "div",
    { class: "choices", role: "radiogroup", "aria-labelledby": heading },
    options.map((option) => {
      const input = el("input", {
        type: "radio",
        name: group,
        value: String(option.code),
        checked: save.held.value === option.code,
        on: { change: () => save({ value: option.code, raw: said(option.words) }) },
      });
      return el("label", { class: "choice tap" }, input, el("span", { text: said(option.words) }));
    }),
  );
}

function typed(visitor, entry, input, changed) {
  const drafted = visitor.drafts[entry.code];
  if (drafted !== undefined) input.value = drafted;
  input.addEventListener("input", () => {
    keepDraft(visitor.visit, entry.code, input.value).catch(() => {
      /* it stands on the screen */
    });
  });
  input.addEventListener("change", () => changed(input.value));
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && input.tagName === "INPUT") {
      event.preventDefault();
      visitor.next?.();
    }
  });
  visitor.flush.add(() =>
    input.isConnected && input.value !== input.defaultValue ? changed(input.value) : null,
  );
  return input;
}

function numberInput(visitor, entry, save, heading) {
  const input = el("input", {
    type: "text",
    inputmode: "decimal",
    class: "big number",
    autocomplete: "off",
    "aria-labelledby": heading,
    value: save.held.raw,
  });
  const read = el("p", { class: "hint", role: "status" });
  const tell = () => {
    const value = readNumber(input.value);
    input.setAttribute("aria-invalid", String(Boolean(input.value.trim()) && value === null));
    const { word, firm } = judge(entry, visitor.mast, input.value); // beside its limit while it is typed, before one goes on
    read.className = `hint${word ? ` judged ${word}${firm ? " firm" : ""}` : ""}`;
    read.textContent = !input.value.trim()
      ? ""
      : value === null
        ? t("entry.no-number")
        : [
            t("entry.read-as", { value: `${showNumber(value, lang, 6)} ${entry.unit ?? ""}`.trim() }),
            word && `${SIGNS[word]} ${t(`limit.${word}`)}${firm ? "" : ` (${t("limit.unverified")})`}`,
          ]
            .filter(Boolean)
            .join(" · ");
  };
  typed(visitor, entry, input, (raw) => {
    const value = readNumber(raw);
    return save({
      raw: raw.trim(),
      value: value === null ? (raw.trim() ? raw.trim() : null) : String(value),
    });
  });
  input.addEventListener("input", tell);
  tell();
  return el(
    "div",
    {},
    el(
      "div",
      { class: "number-row" },
      input,
      entry.unit ? el("span", { class: "unit", text: entry.unit }) : null,
    ),
    read,
    entry.instrument ? instrumentBox(visitor, entry, save) : null,
  );
}

function instrumentBox(visitor, entry, save) {
  const name = el("input", { type: "text", class: "big", autocomplete: "off", value: save.held.instrument });
  const day = el("input", { type: "date", class: "big", value: save.held.calibrated_on });
  const keep = () => {
    setMeta(`instrument/${entry.code}`, { name: name.value.trim(), day: day.value }).catch(() => {});
    return save({ instrument: name.value.trim(), calibrated_on: day.value });
  };
  name.addEventListener("change", keep);
  day.addEventListener("change", keep);
  meta(`instrument/${entry.code}`).then((last) => {
    // the same instrument serves all day
    if (!last || name.value || day.value || lastReading(visitor.rows, entry)) return;
    name.value = last.name;
    day.value = last.day;
    Object.assign(save.held, { instrument: last.name, calibrated_on: last.day });
  });
  return el("div", { class: "pair" }, field(t("entry.instrument"), name), field(t("entry.calibrated"), day));
}

function textInput(visitor, entry, save, heading) {
  return typed(
    visitor,
    entry,
    el("textarea", { rows: 3, class: "big", "aria-labelledby": heading, value: save.held.raw }),
    (raw) => save({ raw, value: raw.trim() ? raw : null }),
  );
}

function dateInput(_visitor, _entry, save, heading) {
  const input = el("input", {
    type: "date",
    class: "big",
    "aria-labelledby": heading,
    value: save.held.value ?? "",
  });
  input.addEventListener("change", () => save({ value: input.value || null, raw: input.value }));
  return input;
}

function noteBox(visitor, entry, save) {
  const input = el("textarea", { rows: 2, class: "big", value: save.held.note });
  const key = `${entry.code}/note`;
  if (visitor.drafts[key] !== undefined) input.value = visitor.drafts[key];
  input.addEventListener("input", () => {
    keepDraft(visitor.visit, key, input.value).catch(() => {});
  });
  const changed = () =>
    save({ note: input.value.trim() })
      .then(() => dropDraft(visitor.visit, key))
      .catch(() => {});
  input.addEventListener("change", changed);
  visitor.flush.add(() => (input.isConnected && input.value.trim() !== save.held.note ? changed() : null));
  const open = Boolean(input.value);
  return el(
    "details",
    { class: "more", open },
    el("summary", { class: "tap", text: t("entry.note") }),
    field(t("entry.note"), input),
  );
}

// ---- photos ----------------------------------------------------------------------------------------------------
export function photoBox(visitor, entry, about = {}) {
  const strip = el("ul", { class: "photos" });
  const told = el("p", { class: "reason", role: "alert" });
  const wanted = entry.photos ?? 0;
  const input = el("input", {
    type: "file",
    accept: "image/*",
    capture: "environment",
    multiple: true,
    class: "visually-hidden",
    id: newId("camera"),
    "aria-label": `${t("photo.take")}: ${said(entry.words)}`,
  });
  const label = el(
    "label",
    { class: "tap camera", for: input.id },
    icon("camera"),
    el("span", { text: t("photo.take") }),
  );
  const inVisit = () => [
    ...new Map(
      visitor.rows.filter((row) => row.kind === "photo").map((row) => [row.item.photos[0], row]),
    ).values(),
  ];
  const here = () =>
    about.only
      ? inVisit().filter((row) => about.only.includes(row.item.photos[0]))
      : photosOf(visitor.rows, entry);
  const again = button(
    t("photo.use"),
    () => {
      others.hidden = !others.hidden;
      fill();
    },
    { class: "tap wide", "aria-expanded": "false" },
  );
  const others = el("ul", { class: "photo-choice", hidden: true });
  let turn = 0;
  const fill = async () => {
    const mine = ++turn;
    const rows = here();
    const shown = new Set(rows.map((row) => row.item.photos[0]));
    const left = inVisit().filter((row) => !shown.has(row.item.photos[0]));
    again.hidden = !left.length;
    again.setAttribute("aria-expanded", String(!others.hidden));
    const offered = others.hidden
      ? []
      : await Promise.all(
          left.map(async (row) =>
            el(
              "li",
              {},
              el(
                "button",
                {
                  type: "button",
                  class: "pick",
                  "aria-label": t("photo.use-at", { time: showTime(row.item.recorded_at) }),
                  on: { click: () => use(row) },
                },
                await pictureOf(row),
              ),
            ),
          ),
        );
    const taken = await Promise.all(rows.map((row) => thumb(row)));
    if (mine !== turn) return; // a photo was taken or chosen meanwhile; that one knows more
    others.replaceChildren(...offered);
    label.lastChild.textContent =
      rows.length < wanted
        ? t("photo.take-of", { count: wanted - rows.length })
        : t(rows.length ? "photo.take-more" : "photo.take");
    strip.replaceChildren(...taken);
  };
  input.addEventListener("change", async () => {
    const files = [...input.files];
    input.value = "";
    told.textContent = "";
    for (const file of files) {
      try {
        const row = await recordPhoto(visitor.visit, file, {
          entry: entry.code,
          component: about.component ?? "",
          longest: visitor.settings.photo_longest_px,
        });
        visitor.taken(row);
        about.taken?.(row);
      } catch (error) {
        told.textContent = `${saidOfCode(error.code ?? "FIELD-PHONE-PHOTO")} · ${error.code ?? error.name}`;
      }
      await fill();
    }
  });
  // One photo shows several things: an entry gets an item of its own that names it, a defect its hash.
  const use = async (row) => {
    try {
      if (about.only) about.taken?.(row);
      else
        visitor.taken(
          await record(visitor.visit, {
            kind: "photo",
            photos: [...row.item.photos],
            position: row.item.position,
            entry: entry.code,
            component: about.component ?? "",
          }),
        );
    } catch (error) {
      told.textContent = `${saidOfCode(error.code ?? "FIELD-PHONE-STORE")} · ${error.code ?? error.name}`;
    }
    others.hidden = true;
    await fill();
  };
  fill();
  visitor.refreshers.add(fill);
  return el(
    "div",
    { class: "photo-box" },
    el("div", { class: "camera-row" }, input, label, again),
    others,
    told,
    strip,
  );
}

const smallPicture = (small, row) =>
  small
    ? el("img", {
        src: URL.createObjectURL(small),
        alt: t("photo.at", { time: showTime(row.item.recorded_at) }),
        width: 72,
        height: 72,
        on: { load: (event) => URL.revokeObjectURL(event.target.src) },
      })
    : el("span", { class: "no-picture" }, icon("camera"));
const pictureOf = async (row) => smallPicture((await get("photos", row.item.photos[0]))?.small ?? null, row);

async function thumb(row) {
  const [sha] = row.item.photos;
  const known = await get("photos", sha);
  const state =
    row.state === "verified"
      ? "verified"
      : known?.state === "returned"
        ? "received"
        : row.state === "aside"
          ? "aside"
          : "kept";
  return el(
    "li",
    {},
    smallPicture(known?.small ?? null, row),
    el("span", { class: `state ${state}`, text: t(`state.${state}`) }),
    known?.code ? el("span", { class: "reason", text: saidOfCode(known.code, known.message) }) : null,
  );
}
