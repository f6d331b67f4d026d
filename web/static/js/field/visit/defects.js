// Defects in the vocabulary of inspection sheets: where, what, how bad, with photos.

import { button, el, field, newId } from "../dom.js";
import { photoBox } from "../entry/photos.js";
import { draftKey, dropDraft, keepDraft, record } from "../record.js";
import { partOf, said, saidOfCode, showTime, t } from "../words.js";
import { noticeCard, noticedIn, outlived, restated } from "./notice.js";
import { onceEach, whoseBox, whoseWords } from "./whose.js";

export const SEVERITIES = ["urgent", "serious", "minor"];

/** Asked about instead of an entry: the first defect whose severity was not chosen. */
export const GRADE = "*grade";

// `about`: the code of the entry whose answer is to become a defect; `done` goes back to where it was given.
export function defectsBox(visitor, about = "", done = null) {
  const list = el("ul", { class: "defects" });
  const form = el("div", {});
  const words = visitor.vocabulary ?? { materials: {}, components: {}, defects: {} };
  const noticed = el("div", { class: "stack" });
  const from = ({ entry, item, words: what, measured }) => {
    const kind = namedBy(entry, item);
    // what was measured stands in the defect's own words too
    show(null, {
      entry: entry.code,
      defect: kind,
      severity: words.defects[kind]?.severity ?? "", // suggested, as where he picks the kind himself
      material: words.defects[kind || entry.defects?.[0]]?.material ?? "",
      component: partOfEntry(words.parts ?? {}, visitor.visit.checklist, entry.code), // what the sheet asked about is known
      answer: what,
      note: measured,
    });
    form.querySelector("h3").focus();
  };
  const fill = () => {
    const other = restated(visitor);
    noticed.replaceChildren(
      ...noticedIn(visitor).map((found) =>
        noticeCard(visitor, found, () => from(found), fill, t("defect.from-sheet", { what: found.words })),
      ),
    );
    list.replaceChildren(
      ...visitor.rows
        .filter((row) => row.kind === "defect")
        .map((row) =>
          el(
            "li",
            {},
            el("strong", {
              text: said(words.defects[row.item.defect]?.words) || row.item.defect || t("defect.title"),
            }),
            ` · ${t(row.item.severity ? `severity.${row.item.severity}` : "defect.ungraded")}`,
            partOf(said(words.components[row.item.component]?.words) || row.item.component, row.item.entry),
            whoseWords(visitor, row.item),
            row.item.note ? ` · ${row.item.note}` : "",
            el(
              "span",
              { class: "block" },
              `${t("entry.recorded", { time: showTime(row.item.recorded_at) })} `,
              el("span", { class: `state ${row.state}`, text: t(`state.${row.state}`) }),
            ),
            outlived(visitor).includes(row)
              ? el("p", { class: "warning", text: t("defect.outlived") })
              : null,
            other.has(row)
              ? el("p", { class: "warning", text: t("defect.restated", { what: other.get(row).words }) })
              : null,
            el(
              "div",
              { class: "row-buttons" },
              button(t("defect.correct"), () => open(row, other.get(row)), { class: "tap" }),
              el(
                "details",
                { class: "more" },
                el("summary", { class: "tap", text: t("defect.drop") }),
                el("p", { class: "hint", text: t("defect.drop-what") }),
                button(t("defect.drop-yes"), () => drop(row), { class: "tap wide" }),
              ),
            ),
          ),
        ),
    );
  };
  // Taken back by a note in its place: what was recorded stays, and counts no more.
  const drop = async (row) => {
    const what = said(words.defects[row.item.defect]?.words) || row.item.note || t("defect.title");
    visitor.taken(
      await record(visitor.visit, {
        kind: "note",
        entry: row.item.entry,
        value: "defect_dropped",
        note: t("defect.dropped-note", { what }),
        replaces: row.id,
      }),
    );
    fill();
  };
  const show = (row, draft) => {
    document.body.classList.add("picking");
    noticed.hidden = true; // one thing at a time
    form.replaceChildren(
      picker(visitor, words, row, draft, () => {
        shut();
        if (done) {
          done();
          return;
        }
        form.replaceChildren(begin);
        fill();
      }),
    );
  };
  const shut = () => {
    document.body.classList.remove("picking");
    noticed.hidden = false;
    delete visitor.drafts.defect;
    dropDraft(visitor.visit, "defect").catch(() => {});
  };
  const open = (row = null, now = null) => {
    show(row, now && again(row.item, now, words));
    form.querySelector("h3").focus();
  };
  visitor.leaving.add(() => document.body.classList.remove("picking"));
  const begin = button(t("defect.add"), () => open(), { class: "tap wide" });
  const draft = visitor.drafts.defect; // chosen before the phone died, and not recorded
  if (draft) show(visitor.rows.find((row) => row.id === draft.replaces) ?? null, draft);
  else form.append(begin);
  fill();
  visitor.refreshers.add(fill);
  const asked = noticedIn(visitor).find(({ entry }) => entry.code === about);
  const bare =
    about === GRADE ? visitor.rows.find((row) => row.kind === "defect" && !row.item.severity) : null;
  if (asked && !draft) from(asked);
  else if (bare && !draft) show(bare, null);
  return el("section", { class: "entry" }, el("h2", { text: t("defect.title") }), list, noticed, form);
}

/**
 * The part that an entry asks about, "" where that is several. An entry of one code is another part on another sheet, and
 * of another row: the mast's own foundation is M0, the guys' are the rest. The nearest name counts.
 */
export function partOfEntry(parts, sheet, code) {
  const base = code.split("[")[0];
  return parts[`${sheet}/${code}`] ?? parts[`${sheet}/${base}`] ?? parts[base] ?? "";
}

/**
 * The kind of defect that an answer tells of by its entry's sheet, "" where that leaves a choice: called as the answer
 * ("expired": certificate_expired), the only one of a measure or of yes and no, or the one of a measure's wrong side.
 */
export function namedBy(entry, item) {
  const kinds = entry.defects ?? [];
  if (entry.answer === "choice") return kinds.find((code) => code.endsWith(`_${item.value}`)) ?? "";
  if (kinds.length === 1) return kinds[0];
  const side = { "<": "_high", "<=": "_high", ">=": "_low" }[entry.limit?.relation];
  return kinds.find((code) => side && code.endsWith(side)) ?? "";
}

// A recorded defect in the words of its answer as it is by now: what the answer had named, and what was measured. What
// the inspector wrote or chose himself stays.
function again(item, now, words) {
  const kind = namedBy(now.entry, now.item);
  return {
    ...pick(item),
    answer: now.words,
    ...(kind && kind !== item.defect
      ? { defect: kind, severity: words.defects[kind]?.severity ?? item.severity }
      : {}),
    ...(now.before && item.note === now.before ? { note: now.measured } : {}),
  };
}

// Chips of one question; the choice is told to `chosen` at once.
export function chips(question, options, value, chosen) {
  const group = newId("chips");
  const heading = newId("question");
  return el(
    "div",
    {},
    el("p", { class: "label", id: heading, text: question }),
    el(
      "div",
      { class: "choices", role: "radiogroup", "aria-labelledby": heading },
      options.map(([code, text]) =>
        el(
          "label",
          { class: "choice tap" },
          el("input", {
            type: "radio",
            name: group,
            value: code,
            checked: code === value,
            on: { change: () => chosen(code) },
          }),
          el("span", { text }),
        ),
      ),
    ),
  );
}

function picker(visitor, words, row, draft, closed) {
  const held = {
    component: "",
    defect: "",
    severity: "",
    note: "",
    answer: "",
    photos: [],
    whose: [],
    ...(row ? pick(row.item) : {}),
    ...draft,
  };
  const remember = () =>
    keepDraft(visitor.visit, "defect", {
      ...held,
      material,
      component: component.value,
      note: note.value,
      photos: [...only],
      replaces: row?.id ?? "",
    }).catch(() => {});
  const told = el("p", { class: "reason", role: "alert" });
  const what = el("div", {});
  const how = el("div", {});
  const likely = new Set(visitor.entries.flatMap((entry) => entry.defects ?? []));
  const materials = Object.entries(words.materials).filter(([code]) =>
    Object.values(words.defects).some((defect) => defect.material === code),
  );
  let material = held.material ?? words.defects[held.defect]?.material ?? "";
  const showHow = () => {
    const defect = words.defects[held.defect];
    how.replaceChildren(
      chips(
        t("defect.how"),
        SEVERITIES.map((code) => [code, t(`severity.${code}`)]),
        held.severity,
        (code) => {
          held.severity = code;
          remember();
        },
      ),
      ...(said(defect?.remedy)
        ? [el("p", { class: "hint", text: `${t("defect.remedy")}: ${said(defect.remedy)}` })]
        : []),
    );
  };
  const showWhat = () => {
    const found = Object.entries(words.defects)
      .filter(([, defect]) => defect.material === material)
      .sort(([a], [b]) => Number(likely.has(b)) - Number(likely.has(a)));
    what.replaceChildren(
      ...(material
        ? [
            chips(
              t("defect.what"),
              found.map(([code, defect]) => [code, said(defect.words)]),
              held.defect,
              (code) => {
                held.defect = code;
                if (!held.severity) held.severity = words.defects[code].severity ?? ""; // the office's suggestion; the inspector decides
                showHow();
                remember();
              },
            ),
          ]
        : []),
    );
  };
  const note = el("textarea", { rows: 2, class: "big", value: held.note });
  const component = el(
    "select",
    { class: "big" },
    el("option", { value: "", text: t("defect.any-part") }),
    Object.entries(words.components).map(([code, part]) =>
      el("option", { value: code, text: said(part.words), selected: code === held.component }),
    ),
  );
  const only = [...held.photos];
  const whose = whoseBox(visitor, held.whose, () => remember());
  note.addEventListener("input", remember);
  component.addEventListener("change", remember);
  // the answer says it in words where no defect of the list does; beside one it would only say it twice
  const described = () => {
    const noted = note.value.trim();
    return held.defect || (noted && !held.answer.includes(noted)) ? noted : held.answer; // "500" alone says of nothing
  };
  const keep = onceEach(async (organisation, first) => {
    const made = await record(
      visitor.visit,
      {
        kind: "defect",
        entry: row?.item.entry ?? held.entry ?? "",
        component: component.value,
        defect: held.defect,
        severity: held.severity,
        note: described(),
        photos: [...only],
        replaces: first ? (row?.id ?? "") : "", // the first of several takes its place
        ...(organisation === undefined ? {} : { organisation }),
      },
      { draft: draftKey(visitor.visit, "defect") },
    );
    visitor.taken(made);
  });
  const save = async () => {
    if (!held.defect && !described()) {
      told.textContent = t("defect.choose");
      told.scrollIntoView({ block: "center" }); // below the edge, the press would seem to do nothing
      return;
    }
    try {
      await keep(whose.answers(material));
      closed();
    } catch (error) {
      told.textContent = saidOfCode(error.code ?? "FIELD-PHONE-STORE");
    }
  };
  showWhat();
  whose.show(material);
  showHow(); // what no kind of the list names is graded all the same, else it never falls due
  return el(
    "div",
    { class: "picker" },
    el("h3", { tabindex: -1, text: t(row ? "defect.correct" : "defect.add") }),
    held.answer ? el("p", { class: "answer-of", text: held.answer }) : null,
    chips(
      t("defect.material"),
      materials.map(([code, part]) => [code, said(part.words)]),
      material,
      (code) => {
        material = code;
        showWhat();
        whose.show(code);
        what.scrollIntoView({ block: "center" }); // they open below the edge, behind the bars
        remember();
      },
    ),
    what,
    whose.box,
    how,
    field(t("defect.part"), component),
    photoBox(
      visitor,
      { code: "", words: t("defect.title"), photos: 0 },
      {
        only,
        taken: (photo) => {
          only.push(photo.item.photos[0]);
          remember();
        },
      },
    ),
    field(t("defect.note"), note),
    told,
    el(
      "div",
      { class: "steps" },
      button(t("defect.cancel"), closed),
      button(t("defect.save"), save, { class: "tap primary" }),
    ),
  );
}

const pick = ({ component, defect, severity, note, photos, organisation }) => ({
  whose: organisation ? [organisation] : [],
  component,
  defect,
  severity,
  note,
  photos: [...photos],
});
