// A visit under the mast: the checklist entry by entry or as a list, defects, and the end of it.

import { defectsBox } from "./defects.js";
import { button, el, field, link } from "./dom.js";
import { answered, entryBox, lastReading, photosOf } from "./entry.js";
import { valueWords } from "./limits.js";
import { noneBecause, noticeCard, noticedIn } from "./notice.js";
import { checklistOf, mastOf, settingsOf } from "./pack.js";
import { follow, unfollow } from "./position.js";
import { draftsOf, finishVisit, onChange, rowsOf, standing, visitOf } from "./record.js";
import { said, saidOfCode, showDay, t } from "./words.js";

const offered = new Set(); // ids of readings whose offer was brought into view

export async function visitScreen(app, here) {
  const [inspection, at, about] = here.params;
  const visit = await visitOf(inspection);
  if (!visit)
    return [el("h1", { text: t("visit.unknown") }), link(t("nav.list"), "#/", { class: "tap wide" })];
  const checklist = await checklistOf(visit.checklist, visit.checklist_version);
  const mast = mastOf(app, visit.structure);
  const every = await rowsOf(inspection);
  const entries = (checklist?.entries ?? []).filter((entry) => suits(entry, mast));
  const visitor = {
    visit,
    mast,
    checklist,
    entries,
    drafts: await draftsOf(inspection),
    settings: settingsOf(app),
    vocabulary: app.pack?.vocabulary ?? null,
    before: mast?.readings ?? {},
    rows: standing(every),
    busy: new Set(),
    flush: new Set(),
    leaving: new Set(),
    refreshers: new Set(),
    heard: [],
    every,
    taken(row) {
      if (!every.some((known) => known.id === row.id)) every.push(row);
      this.rows = standing(every);
      for (const tell of this.heard) tell();
    },
  };
  // Whatever is typed is recorded before one goes on.
  const settle = async () => {
    for (const flush of visitor.flush) await flush();
    await Promise.all(visitor.busy);
  };
  const again = async () => {
    const fresh = await rowsOf(inspection);
    const states = (rows) => rows.map((row) => `${row.id} ${row.state} ${row.code}`).join();
    const same = states(fresh) === states(every);
    every.splice(0, every.length, ...fresh);
    visitor.rows = standing(every);
    if (!same || visitor.rows.some((row) => row.kind === "photo"))
      for (const refresh of visitor.refreshers) refresh();
  };
  follow();
  const unheard = onChange((what) => {
    // states that the sender changed
    if (what.inspection && what.inspection !== inspection) return;
    if (["status", "small"].includes(what.kind)) app.soon(again);
  });
  here.leave = async () => {
    unheard();
    for (const leave of visitor.leaving) leave();
    unfollow(); // last: a measurement that ends goes on to follow
    await settle();
  };

  const go = async (where) => {
    await settle();
    location.hash = `#/visit/${inspection}/${where}`;
  };
  const head = el(
    "div",
    { class: "visit-head" },
    el("h1", { text: `${visit.code} · ${visit.name}`.replace(/(\d) m\b/, "$1\u00a0m") }),
  );
  const doneOf = el("span");
  const tellDone = () => {
    doneOf.textContent = t("visit.progress", {
      done: entries.filter((entry) => answered(visitor.rows, entry)).length,
      all: entries.length,
    });
  };
  tellDone();
  visitor.heard.push(tellDone);
  const progress = el("p", { class: "progress" }, doneOf, visitStates(visitor));
  if (visit.archived && !every.some((row) => row.state !== "verified")) return [head, ...letGo(visit)];
  if (!checklist)
    return [head, el("p", { class: "warning", text: t("visit.no-list") }), ...tail(app, visitor, go)];
  const finished = visitor.rows.some((row) => row.kind === "finish");
  const over = finished ? el("p", { class: "good", text: t("visit.finished") }) : null;
  if (at === "list" || (!at && finished))
    return [
      head,
      progress,
      over,
      button(t("visit.one-by-one"), () => go(finished ? (entries[0]?.code ?? "") : ""), {
        class: "tap wide",
      }),
      ...listOf(visitor, go),
    ];
  if (at === "defects")
    return [
      head,
      progress,
      defectsBox(visitor, about, about ? () => go(about) : null),
      after(visitor, about, go),
    ];
  if (at === "end") return [head, progress, ...tail(app, visitor, go)];
  const chosen = entries.findIndex((entry) => entry.code === at);
  const index =
    chosen >= 0
      ? chosen
      : Math.max(
          0,
          entries.findIndex((entry) => !answered(visitor.rows, entry)),
        );
  const entry = entries[index];
  const noticed = el("div", { class: "stack" }); // an answer that tells of a fault leads to where it is recorded
  const waiting = () => noticedIn(visitor).find((one) => one.entry.code === entry.code);
  const notice = () => {
    const one = waiting();
    const none = noneBecause(visitor, entry);
    noticed.replaceChildren(
      ...(one
        ? [noticeCard(visitor, one, () => go(`defects/${entry.code}`))]
        : [
            ...visitor.rows
              .filter((row) => row.kind === "defect" && row.item.entry === entry.code)
              .map((row) =>
                el("p", {
                  class: "good",
                  text: `${t("defect.recorded")}: ${said(visitor.vocabulary?.defects[row.item.defect]?.words) || row.item.note}`,
                }),
              ),
            ...(none === null ? [] : [el("p", { class: "good", text: none })]),
          ]),
    );
  };
  notice();
  visitor.heard.push(notice);
  // What tells of a fault is not passed by unseen: the first tap that would leave it brings it into view.
  const next = async () => {
    await settle();
    const one = waiting();
    if (one && !offered.has(one.item.id)) {
      offered.add(one.item.id);
      noticed.scrollIntoView({ block: "center" });
      noticed.querySelector("button").focus({ preventScroll: true });
      return;
    }
    await go(entries[index + 1]?.code ?? "defects");
  };
  visitor.next = next;
  return [
    head,
    progress,
    over,
    el(
      "p",
      { class: "label" },
      `${index + 1} / ${entries.length} · ${said(entry.group)}${entry.optional ? ` · ${t("entry.optional")}` : ""}`,
    ),
    entryBox(visitor, entry),
    noticed,
    steps(
      index ? () => go(entries[index - 1].code) : null,
      t("visit.back"),
      next,
      index + 1 < entries.length ? t("visit.next") : t("visit.to-defects"),
    ),
    el(
      "div",
      { class: "row-buttons" },
      button(t("visit.list"), () => go("list")),
      button(t("visit.defects", { count: visitor.rows.filter((row) => row.kind === "defect").length }), () =>
        go("defects"),
      ),
    ),
  ];
}

// After the defects: back to the entry that led here, to what is still open, or to the end.
function after({ entries, rows }, about, go) {
  const open = entries.find((entry) => !answered(rows, entry) && !entry.optional);
  const where = about || open?.code;
  return where
    ? steps(
        () => go("list"),
        t("visit.list"),
        () => go(where),
        t(about ? "visit.to-entry" : "visit.go-on"),
      )
    : steps(
        () => go("list"),
        t("visit.list"),
        () => go("end"),
        t("visit.to-end"),
      );
}

// What the server has verified long ago is no longer on the phone; a further look begins a visit of its own.
function letGo(visit) {
  return [
    el("p", {
      class: "good",
      text: t("visit.let-go", { count: visit.archived, day: showDay(visit.finished_at) }),
    }),
    link(t("visit.at-office"), `/visits/${visit.inspection}`, { class: "tap wide" }),
    link(t("visit.to-mast"), `#/mast/${visit.structure}`, { class: "tap wide" }),
  ];
}

function suits(entry, mast) {
  if (!mast) return true;
  if (entry.forms?.length && mast.form && !entry.forms.includes(mast.form)) return false;
  return !(entry.support && mast.support && entry.support !== mast.support);
}

function visitStates(visitor) {
  const count = (state) => visitor.every.filter((row) => row.state === state).length;
  const part = el("span", { class: "states" });
  const fill = () =>
    part.replaceChildren(
      ...["kept", "received", "verified", "aside"]
        .filter(count)
        .map((state) =>
          el("span", { class: `state ${state}`, text: `${t(`state.${state}`)} ${count(state)}` }),
        ),
    );
  fill();
  visitor.heard.push(fill);
  visitor.refreshers.add(fill);
  return part;
}

function steps(back, backText, on, onText) {
  return el(
    "div",
    { class: "steps" },
    button(backText, back, { disabled: !back }),
    button(onText, on, { class: "tap primary" }),
  );
}

function listOf(visitor, go) {
  const parts = [];
  let group = "";
  const groups = [...new Set(visitor.entries.map((entry) => said(entry.group)))]; // each once, wherever the sheet comes back to it
  for (const entry of groups.flatMap((one) => visitor.entries.filter((entry) => said(entry.group) === one))) {
    if (said(entry.group) !== group) {
      group = said(entry.group);
      parts.push(el("h2", { text: group }));
    }
    const row = lastReading(visitor.rows, entry);
    parts.push(
      el(
        "button",
        { type: "button", class: "tap line", on: { click: () => go(entry.code) } },
        el("span", { text: said(entry.words) }),
        el(
          "span",
          { class: "answer" },
          answered(visitor.rows, entry)
            ? el("b", { text: row ? valueWords(entry, row.item) : t("entry.done") })
            : el("span", { text: t(entry.optional ? "entry.optional" : "entry.open") }),
        ),
      ),
    );
  }
  parts.push(
    button(
      t("visit.defects", { count: visitor.rows.filter((row) => row.kind === "defect").length }),
      () => go("defects"),
      { class: "tap wide" },
    ),
    button(t("visit.to-end"), () => go("end"), { class: "tap primary wide" }),
  );
  return parts;
}

function tail(app, visitor, go) {
  const { visit, entries, rows } = visitor;
  // typed before the phone died and not recorded since
  const typed = (entry) =>
    visitor.drafts[entry.code] !== undefined &&
    visitor.drafts[entry.code].trim() !== (lastReading(rows, entry)?.item.raw ?? "").trim();
  const some = (entry) => entry.answer === "photo" && photosOf(rows, entry).length > 0; // begun: it lacks photos, not an answer
  const open = entries.filter(
    (entry) => (!entry.optional && !answered(rows, entry) && !some(entry)) || typed(entry),
  );
  const finished = rows.some((row) => row.kind === "finish");
  const unseen = (entry) => lastReading(rows, entry)?.item.value === "not_seen";
  const bare = entries.filter(
    (entry) =>
      !open.includes(entry) &&
      (answered(rows, entry) || some(entry)) &&
      !unseen(entry) &&
      photosOf(rows, entry).length < (entry.photos ?? 0),
  );
  const lines = (found) =>
    el(
      "ul",
      {},
      found.map((entry) =>
        el(
          "li",
          {},
          el("button", {
            type: "button",
            class: "tap line",
            on: { click: () => go(entry.code) },
            text: said(entry.words),
          }),
        ),
      ),
    );
  const note = el("textarea", { rows: 3, class: "big", value: "" });
  const told = el("p", { class: "reason", role: "alert" });
  const undecided = el("div", {}); // complete only where nothing waits to be decided
  const decide = () => {
    const noticed = noticedIn(visitor);
    undecided.className = noticed.length ? "warning" : "";
    undecided.replaceChildren(
      ...(noticed.length
        ? [
            el("p", { text: t("visit.noticed-left", { count: noticed.length }) }),
            ...noticed.map((one) => noticeCard(visitor, one, () => go(`defects/${one.entry.code}`))),
          ]
        : open.length
          ? []
          : [el("p", { class: "good", text: t("visit.complete") })]),
    );
  };
  const ending = () =>
    t(
      open.length
        ? "visit.finish-anyway"
        : noticedIn(visitor).length
          ? "visit.finish-undecided"
          : "visit.finish",
    );
  const noted = entries.some((entry) => entry.answer === "text"); // the checklist has a place for notes of its own
  const end = async () => {
    try {
      const row = await finishVisit(visit, note.value.trim());
      visitor.taken(row);
      app.finished = { code: visit.code, structure: visit.structure };
      location.hash = "#/send";
    } catch (error) {
      told.textContent = saidOfCode(error.code ?? "FIELD-PHONE-STORE");
    }
  };
  const finish = finished ? null : button(ending(), end, { class: "tap primary wide" });
  visitor.heard.push(() => {
    decide();
    if (finish) finish.lastChild.textContent = ending();
  });
  decide();
  return [
    open.length
      ? el(
          "div",
          { class: "warning" },
          el("p", { text: t("visit.left", { count: open.length }) }),
          lines(open),
        )
      : null,
    undecided,
    bare.length
      ? el(
          "div",
          { class: "warning" },
          el("p", { text: t("visit.photos-left", { count: bare.length }) }),
          lines(bare),
        )
      : null,
    finished
      ? el("p", { class: "good", text: t("visit.finished") })
      : noted
        ? null
        : field(t("visit.note"), note),
    told,
    finish,
    el(
      "div",
      { class: "row-buttons" },
      button(t("visit.list"), () => go("list")),
      link(t("nav.list"), "#/"),
    ),
  ];
}
