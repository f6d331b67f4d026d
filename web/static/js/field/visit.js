// A visit under the mast: the checklist screen by screen or as a list, defects, and the end of it.

import { button, el, link, once } from "./dom.js";
import { answered, pictured } from "./entry/answers.js";
import { askedOf, screenAt, screensOf } from "./entry/asked.js";
import { entryBox } from "./entry/box.js";
import { rowsBox } from "./entry/rows.js";
import { checklistOf, knownMast, ofPosition, settingsOf, wordsOfDefects } from "./pack.js";
import { draftsOf, onChange, rowsOf, standing, visitOf } from "./record.js";
import { absenceBox, absentNote } from "./visit/absent.js";
import { defectsBox, GRADE } from "./visit/defects.js";
import { ending } from "./visit/ending.js";
import { foundBox } from "./visit/found.js";
import { doneOf, visitStates } from "./visit/head.js";
import { valueWords } from "./visit/limits.js";
import { listOf } from "./visit/list.js";
import { noneBecause, noticeCard, noticedIn } from "./visit/notice.js";
import { isTheirs, theirs } from "./visit/theirs.js";
import { follow, unfollow } from "./whereabouts/position.js";
import { said, showDay, t } from "./words.js";

const offered = new Set(); // ids of readings whose offer was brought into view
const SEEN_MS = 200; // an answer is seen on its own screen before the next one comes
const LATE_MS = 400; // a tap so soon after what came by itself was meant for what stood there before
let arrives = ""; // the screen that an answer leads to by itself, until it stands
let told = { visit: "", text: "" }; // what a tap just did, for the screen of the same visit that it led to

export async function visitScreen(app, here) {
  const [inspection, at, about, from] = here.params;
  const visit = await visitOf(inspection);
  if (!visit)
    return [el("h1", { text: t("visit.unknown") }), link(t("nav.list"), "#/", { class: "tap wide" })];
  const checklist = await checklistOf(visit.checklist, visit.checklist_version);
  const visitor = visitorOf(app, visit, checklist, await rowsOf(inspection), await draftsOf(inspection));
  visitor.vocabulary = await wordsOfDefects(app);
  const { every } = visitor;
  listen(app, here, visitor);

  const head = el(
    "div",
    { class: "visit-head" },
    el("h1", { text: `${visit.code} · ${visit.name}`.replace(/(\d) m\b/, "$1\u00a0m") }),
  );
  const progress = el("p", { class: "progress" }, doneOf(visitor), visitStates(visitor));
  if (visit.archived && !every.some((row) => row.state !== "verified")) return [head, ...letGo(visit)];
  if (isTheirs(app, visit)) return [head, ...theirs(visitor)];
  const { go } = visitor;
  if (!checklist)
    return [head, el("p", { class: "warning", text: t("visit.no-list") }), ...ending(app, visitor, go)];
  const why = absentNote(visitor.rows);
  if (why) head.append(el("p", { class: "warning", text: why.item.note }));
  const finished = visitor.rows.some((row) => row.kind === "finish");
  const over = finished ? el("p", { class: "good", text: t("visit.finished") }) : null;
  const screens = screensOf(checklist, visitor.entries);
  if (at === "list" || (!at && finished))
    return [
      head,
      progress,
      over,
      button(t("visit.one-by-one"), () => go(finished ? (screens[0]?.code ?? "") : ""), {
        class: "tap wide",
      }),
      ...listOf(visitor, go),
    ];
  if (at === "defects")
    return [
      head,
      progress,
      justSaid(visitor),
      defectsBox(visitor, about, about ? () => go(from || about) : null), // whoever came from the end goes on there
      after(visitor, about === GRADE ? "" : about, go),
    ];
  if (at === "absent") return [head, progress, absenceBox(app, visitor)];
  if (at === "otherwise") return [head, progress, foundBox(visitor)];
  if (at === "end") return [head, progress, justSaid(visitor), ...ending(app, visitor, go)];
  const chosen = screenAt(screens, at);
  const first = screens.findIndex(({ entries }) =>
    entries.some((one) => one.answer !== "computed" && !answered(visitor.rows, one)),
  );
  const index = chosen >= 0 ? chosen : Math.max(0, first);
  return [head, progress, over, ...screenParts(visitor, screens, index, at)];
}

// What the screen of a visit hands around: what is asked now, what stands, and how one goes on.
function visitorOf(app, visit, checklist, every, drafts) {
  const mast = knownMast(app, visit.structure);
  let asked = { rows: null, entries: [] };
  return {
    visit,
    mast,
    checklist,
    tail: ofPosition(checklist) ? "end" : "defects", // after the last entry: nothing can be broken where nothing stands
    // what is asked follows from what was answered
    get entries() {
      if (asked.rows !== this.rows) asked = { rows: this.rows, entries: askedOf(checklist, mast, this.rows) };
      return asked.entries;
    },
    drafts,
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
    gone: false,
    taken(row) {
      if (!every.some((known) => known.id === row.id)) every.push(row);
      this.rows = standing(every);
      for (const tell of this.heard) tell();
    },
    // Whatever is typed is recorded before one goes on.
    async settle() {
      for (const flush of this.flush) await flush();
      await Promise.all(this.busy);
    },
    go: async (..._where) => {}, // set when the screen stands
    said: (text) => {
      told = { visit: visit.inspection, text };
    },
    now(_entry) {}, // the answer of a group that is being given
    went: async () => {}, // goes on after several answers
    /** Where to go on after an entry: the next screen on which something is open. */
    after(entry) {
      const screens = screensOf(checklist, this.entries);
      const open = (one) =>
        one.answer !== "computed" && !(answered(this.rows, one) && pictured(this.rows, one));
      const from = screenAt(screens, entry.code);
      return screens.slice(Math.max(0, from)).find(({ entries }) => entries.some(open))?.code ?? this.tail;
    },
  };
}

function listen(app, here, visitor) {
  const { every, visit } = visitor;
  const again = async () => {
    const fresh = await rowsOf(visit.inspection);
    const states = (rows) => rows.map((row) => `${row.id} ${row.state} ${row.code}`).join();
    const same = states(fresh) === states(every);
    every.splice(0, every.length, ...fresh);
    visitor.rows = standing(every);
    if (!same || visitor.rows.some((row) => row.kind === "photo"))
      for (const refresh of visitor.refreshers) refresh();
  };
  follow();
  const unheard = onChange((what) => {
    // states that the sender changed, and what another tab recorded: else an answer of both would stand twice
    if (what.inspection && what.inspection !== visit.inspection) return;
    if (["status", "small", "recorded"].includes(what.kind)) app.soon(again);
  });
  here.leave = async () => {
    visitor.gone = true;
    unheard();
    for (const leave of visitor.leaving) leave();
    unfollow(); // last: a measurement that ends goes on to follow
    await visitor.settle();
  };
  visitor.go = async (...where) => {
    await visitor.settle();
    if (visitor.gone) return; // another screen was gone to while the phone was full
    location.hash = `#/visit/${visit.inspection}/${where.map(encodeURIComponent).join("/")}`;
  };
}

// What a tap just did is said once, and never on the screen of another mast.
function justSaid(visitor) {
  const just = told.visit === visitor.visit.inspection ? told.text : "";
  told = { visit: "", text: "" };
  const like = just.startsWith("!") ? "just warns" : "just";
  return just ? el("p", { class: like, role: "status", text: just }) : null;
}

// One screen of the sheet: an entry, or a group with its rows; what its answers tell of, and the way on, in sight below.
function screenParts(visitor, screens, index, at) {
  const screen = screens[index];
  const { go } = visitor;
  const noticed = el("div", { class: "stack" }); // an answer that tells of a fault leads to where it is recorded
  let rows = null;
  let entry = screen.entries[0];
  const waiting = () => noticedIn(visitor).find((one) => one.entry.code === entry.code);
  let card = ""; // what the card that stands tells of: it is not drawn anew under a thumb, nor a reason typed in it lost
  const notice = () => {
    const one = waiting();
    const tells = one ? `${entry.code} ${one.words}` : "";
    if (tells && tells === card) return;
    card = tells;
    const none = noneBecause(visitor, entry);
    noticed.replaceChildren(
      ...(one
        ? [noticeCard(visitor, one, () => go("defects", entry.code))]
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
  const codeAfter = () => {
    const now = screensOf(visitor.checklist, visitor.entries);
    return now[screenAt(now, screen.code) + 1]?.code ?? visitor.tail;
  };
  // What tells of a fault is not passed by unseen: the first tap that would leave it brings it into view. Returns whether
  // this screen is left.
  const forward = async () => {
    const given = rows?.active();
    await visitor.settle();
    const one = waiting();
    if (one && !offered.has(one.item.id)) {
      offered.add(one.item.id);
      noticed.scrollIntoView({ block: "nearest" });
      noticed.querySelector("button").focus({ preventScroll: true });
      if (!noticed.querySelector(".once-more"))
        noticed.append(el("p", { class: "once-more", role: "status", text: t("defect.once-more") }));
      return false;
    }
    const row = given && answered(visitor.rows, given) ? rows.next() : null;
    if (row) await rows.choose(row);
    else await go(codeAfter());
    return !row;
  };
  // What came by itself is passed by no tap that was under way to the answer before: nothing is left out unseen.
  let came = arrives === location.hash ? performance.now() : -LATE_MS;
  arrives = "";
  const late = (event) => {
    const shown = rows?.active() ?? entry;
    return event && event.timeStamp < came + LATE_MS && !answered(visitor.rows, shown);
  };
  // While an answer is recorded its keys rest: a digit tapped for the next answer must not fall into this one.
  const next = async (event) => {
    if (box.inert || late(event)) return;
    box.inert = true;
    let left = false;
    try {
      left = await forward();
    } finally {
      if (!event) came = performance.now(); // of a group: its next row
      box.inert = left;
    }
  };
  visitor.next = next;
  // An answer that says all goes on by itself; one that tells of a fault, or lacks its photo, stays.
  // `tells`: its sign and words, of what is no reading.
  visitor.advance = async (answer, tells = { sign: "✓", words: "" }) => {
    await visitor.settle();
    if (visitor.gone || waiting() || !answered(visitor.rows, answer)) return;
    if (!answer.row && !pictured(visitor.rows, answer)) return;
    const bare = answer.row && !rows.next() ? fresh().find((one) => !pictured(visitor.rows, one)) : null;
    if (bare) {
      // the last answer of a group leads on no sooner than its photos are taken
      document.querySelector(`[data-photos="${bare.base.code}"]`)?.scrollIntoView({ block: "nearest" });
      return;
    }
    const row = visitor.rows.filter((one) => one.entry === answer.code && one.kind !== "photo").at(-1);
    const from = location.hash;
    await new Promise((done) => setTimeout(done, SEEN_MS));
    if (visitor.gone || location.hash !== from) return;
    if (rows && rows.active()?.code !== answer.code) return; // a tap went on meanwhile
    const words = row?.kind === "reading" ? valueWords(answer, row.item) : tells.words;
    if (!answer.row) visitor.said(`${tells.sign} ${said(answer.words)}${words ? `: ${words}` : ""}`);
    await next();
    if (location.hash !== from) arrives = location.hash;
  };
  visitor.went = async () => {
    const code = visitor.after(screen.entries[0]);
    if (code !== screen.code) {
      await go(code);
      arrives = location.hash;
    } else if (!rows)
      window.dispatchEvent(new HashChangeEvent("hashchange")); // its answer is shown as given
    else if (answered(visitor.rows, rows.active()) && rows.next()) await rows.choose(rows.next());
  };
  const on = el("span");
  const tellOn = () => {
    const typed = rows && document.querySelector(".row-editor input.number")?.value.trim();
    const row = rows?.active() && (typed || answered(visitor.rows, rows.active())) ? rows.next() : null;
    on.textContent = row
      ? t("rows.next", { row: said(row.words) })
      : t(
          index + 1 < screens.length
            ? "visit.next"
            : visitor.tail === "end"
              ? "visit.to-end-sheet"
              : "visit.to-defects",
        );
  };
  visitor.now = (active) => {
    entry = active;
    notice();
    tellOn();
  };
  const fresh = () =>
    visitor.entries.filter((one) => screen.group && one.row && one.group === screen.group.code);
  if (screen.group) rows = rowsBox(visitor, screen, at, fresh);
  const box = rows ? rows.box : entryBox(visitor, entry);
  notice();
  tellOn();
  visitor.heard.push(notice, tellOn);
  rows?.box.addEventListener("input", tellOn);
  box.addEventListener("input", () => {
    came = -LATE_MS; // whoever types has seen what stands there
  });
  return [
    el(
      "p",
      { class: "label" },
      `${index + 1} / ${screens.length} · ${said(entry.heading)}${entry.optional && !screen.group && entry.answer !== "computed" ? ` · ${t("entry.optional")}` : ""}`,
    ),
    justSaid(visitor),
    box,
    el(
      "div",
      { class: "dock" },
      noticed,
      el(
        "div",
        { class: "steps" },
        button(t("visit.back"), index ? () => go(screens[index - 1].code) : null, { disabled: !index }),
        el("button", { type: "button", class: "tap primary next", on: { click: once(next) } }, on),
      ),
    ),
    el(
      "div",
      { class: "row-buttons" },
      button(t("visit.list"), () => go("list")),
      visitor.tail === "end"
        ? null
        : button(
            t("visit.defects", { count: visitor.rows.filter((row) => row.kind === "defect").length }),
            () => go("defects"),
          ),
    ),
  ];
}

// After the defects: back to the entry that led here, to what is still open, or to the end.
function after({ entries, rows }, about, go) {
  const open = entries.find((entry) => !answered(rows, entry) && !entry.optional);
  const where = about || open?.code;
  return where
    ? el(
        "div",
        { class: "stack" },
        steps(
          () => go("list"),
          t("visit.list"),
          () => go(where),
          t(about ? "visit.to-entry" : "visit.go-on"),
        ),
        about ? null : button(t("visit.to-end"), () => go("end"), { class: "tap wide" }), // with items left empty, too
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

function steps(back, backText, on, onText) {
  return el(
    "div",
    { class: "steps" },
    button(backText, back, { disabled: !back }),
    button(onText, on, { class: "tap primary" }),
  );
}
