// A mast's sheet: what it is, why it comes early, what was found before; and the way to it.

import { isCableOnly, progressOf, visitsIn } from "./day/progress.js";
import { button, el, icon, link } from "./dom.js";
import { showNumber } from "./numbers.js";
import { checklistsOf, mastOf, nothingStands, offeredOf, otherOf } from "./pack.js";
import { sheetPicture } from "./picture.js";
import { startVisit } from "./record.js";
import { handOver } from "./send/rescue.js";
import { isTheirs } from "./visit/theirs.js";
import { arrowTo, awayWords, defaultWords, directions, showMetres, whereLine } from "./whereabouts/where.js";
import { lang, partOf, said, showDay, showDeadline, t } from "./words.js";

const fact = (name, value) => (value ? [el("dt", { text: name }), el("dd", { text: value })] : []);

// Who answers for the mast, to be called: a number of the office's, or that it has none.
/** @type {(mast: any) => any[]} */
const callLine = ({ organisation, telephone }) =>
  organisation
    ? [
        el("dt", { text: t("mast.telephone") }),
        telephone
          ? el(
              "dd",
              {},
              link(
                telephone,
                `tel:${telephone.replace(/[^\d+]/g, "")}`,
                { "aria-label": `${t("mast.call", { name: organisation })}: ${telephone}` },
                icon("phone"),
              ),
            )
          : el("dd", { class: "hint", text: t("mast.no-telephone") }),
      ]
    : [];

export function mastScreen(app, here) {
  const mast = mastOf(app, here.params[0]);
  const foreign = mast ? null : otherOf(app, here.params[0]);
  if (foreign) return otherScreen(foreign, here);
  if (!mast)
    return [
      el("h1", { text: t("mast.unknown") }),
      el("p", { text: t("mast.unknown-hint") }),
      link(t("nav.list"), "#/", { class: "tap wide" }),
    ];
  const { own: last, other, state, word } = progressOf(mast, app.visits);
  const mine = visitsIn(mast, app.visits).own.filter((visit) => !isTheirs(app, visit));
  const own = mine.at(-1) ?? last;
  return [
    el("h1", { text: `${mast.code} · ${mast.who}` }),
    el("p", { class: "mast-what", text: [mast.what, mast.commune].filter(Boolean).join(" · ") }),
    el(
      "p",
      {},
      el("span", { text: word }),
      " ",
      state ? el("span", { class: `state ${state}`, text: t(`state.${state}`) }) : null,
    ),
    starter(app, mast, own),
    other
      ? el(
          "p",
          { class: "no-print" },
          el("a", {
            class: "tap-line",
            href: `#/visit/${other.inspection}`,
            text: t("mast.look-other", { day: showDay(other.started_at) }),
          }),
        )
      : null,
    reportedAt(mast),
    wayThere(mast, here),
    el(
      "section",
      { class: "card" },
      el("h2", { text: t("mast.facts") }),
      el(
        "dl",
        { class: "facts" },
        fact(
          t("mast.position"),
          `${mast.lat.toFixed(6)}, ${mast.lon.toFixed(6)}${mast.accuracy_m ? ` (±${showNumber(mast.accuracy_m, lang, 0)} m)` : ""}`,
        ),
        fact(t("mast.address"), mast.address),
        fact(t("mast.owner"), mast.organisation),
        callLine(mast),
        fact(t("mast.networks"), mast.operators.join(", ")),
        fact(t("mast.state"), said(mast.state)),
        fact(t("list.due-short"), showDay(mast.due_on)),
        fact(t("mast.reason"), said(mast.reason)),
      ),
    ),
    mast.defects.length
      ? el(
          "section",
          { class: "card" },
          el("h2", { text: t("mast.defects") }),
          el(
            "ul",
            {},
            mast.defects.map((item) =>
              el(
                "li",
                {},
                el("strong", { text: said(item.words) }),
                item.severity ? ` · ${t(`severity.${item.severity}`)}` : "",
                partOf(said(item.component), item.entry),
                item.deadline
                  ? el("span", {
                      class: item.late ? "late" : "",
                      text: ` · ${t(item.late ? "mast.overdue" : "mast.deadline", { day: showDeadline(item.deadline, item.deadline_at) })}`,
                    })
                  : "",
                item.note ? ` · ${item.note}` : "",
                item.answered_on
                  ? el("div", {
                      text: t("mast.answered", { day: showDay(item.answered_on), words: item.answer }),
                    })
                  : null,
              ),
            ),
          ),
        )
      : null,
    risk(mast),
    el(
      "section",
      { class: "card" },
      el("h2", { text: t("mast.last") }),
      mast.last.length
        ? el(
            "ul",
            {},
            mast.last.map((visit) =>
              el(
                "li",
                {},
                el("strong", { text: showDay(visit.day) }),
                ` · ${visit.person}`,
                visit.words ? ` · ${said(visit.words)}` : "",
                visit.id
                  ? el("a", {
                      class: "tap-line no-print",
                      href: `/visits/${visit.id}`,
                      text: t("mast.photos-there"),
                    })
                  : null,
              ),
            ),
          )
        : el("p", { text: t("mast.never") }),
    ),
    el(
      "div",
      { class: "row-buttons no-print" },
      button(t("mast.picture"), async () => handOver(await sheetPicture(app, mast), `${mast.code}.png`)),
      button(t("mast.print"), () => window.print()),
    ),
  ];
}

// How far, in which direction, and what leads there: the phone's map application, or the map of the pack.
function wayThere(mast, here) {
  const { arrow, turn } = arrowTo(mast);
  const told = (now) =>
    now.fix && now.phase === "fix"
      ? `${awayWords(mast, now.fix)} (±${showMetres(now.fix.accuracy_m)})`
      : defaultWords(now);
  return el(
    "section",
    { class: "card no-print", id: "way-there" },
    el("div", { class: "way-there" }, arrow, whereLine(here, { asks: false, told, changed: turn })),
    el(
      "div",
      { class: "row-buttons" },
      link(t("mast.directions"), directions(mast), {}, icon("place")),
      link(t("nav.map"), `#/map/${mast.id}`, {}, icon("map")),
    ),
  );
}

// A mast that is not given to anybody here: what it is, and that it is none of this campaign's.
function otherScreen(mast, here) {
  return [
    el("h1", { text: `${mast.code} · ${mast.who}` }),
    el("p", { class: "mast-what", text: [mast.what, mast.commune].filter(Boolean).join(" · ") }),
    el("p", {
      class: "warning",
      text: mast.colleague ? t("mast.colleagues", { name: mast.colleague }) : t("mast.other"),
    }),
    wayThere(mast, here),
    el(
      "section",
      { class: "card" },
      el("h2", { text: t("mast.facts") }),
      el(
        "dl",
        { class: "facts" },
        fact(t("mast.position"), `${mast.lat.toFixed(6)}, ${mast.lon.toFixed(6)}`),
        fact(t("mast.answers"), mast.organisation),
      ),
    ),
    el("p", { class: "hint", text: t(mast.colleague ? "mast.colleagues-hint" : "mast.other-hint") }),
    link(t("mast.other-record"), `#/at/${mast.id}`, { class: "tap wide" }),
  ];
}

// What citizens said, for whoever is sent because of it: their words and photos, never who they are.
function reportedAt(mast) {
  if (!mast.reports?.length) return null;
  return el(
    "section",
    { class: "card reported" },
    el("h2", { text: t("mast.reports") }),
    mast.reports.map((one) => [
      el("p", {}, el("strong", { text: one.number }), ` · ${one.at}${one.place ? ` · ${one.place}` : ""}`),
      one.words ? el("p", { class: "as-typed", text: one.words }) : null,
      one.photos.map((src, at) =>
        el("img", {
          class: "reported-photo",
          src,
          alt: t("mast.report-photo", { number: one.number, at: at + 1 }),
        }),
      ),
      one.more ? el("p", { class: "hint", text: t("mast.report-more", { count: one.more }) }) : null,
    ]),
  );
}

function risk(mast) {
  if (!mast.risk.length && !mast.missing.length) return null;
  return el(
    "section",
    { class: "card" },
    el("h2", {
      text:
        mast.score === null
          ? t("mast.risk")
          : t("mast.risk-score", { score: showNumber(mast.score, lang, 0) }),
    }),
    mast.risk.length
      ? el(
          "ul",
          { class: "parts" },
          mast.risk.map((part) =>
            el(
              "li",
              {},
              el("span", { text: said(part.words) }),
              el("b", {
                class: "number",
                text: `${showNumber(part.points, lang, 1)} / ${showNumber(part.weight, lang, 1)}`,
              }),
            ),
          ),
        )
      : null,
    mast.missing.length
      ? el("p", { class: "hint", text: `${t("mast.missing")}: ${mast.missing.map(said).join("; ")}` })
      : null,
  );
}

function starter(app, mast, own) {
  if (own && !own.finished_at && !isTheirs(app, own)) {
    const sheet = app.checklists.find((list) => list.code === own.checklist);
    return el(
      "div",
      { class: "no-print" },
      link(t("mast.go-on"), `#/visit/${own.inspection}`, { class: "tap primary wide" }),
      sheet ? el("p", { class: "hint", text: said(sheet.words) }) : null,
      link(t("absent.title"), `#/visit/${own.inspection}/absent`, { class: "tap wide quiet" }),
    );
  }
  const lists = checklistsOf(app, mast);
  const begin =
    (list, screen = "") =>
    async () => {
      const visit = await startVisit({
        structure: mast.id,
        code: mast.code,
        name: [mast.who, mast.what].filter(Boolean).join(" · "),
        campaign: mast.campaign,
        checklist: list.code,
        checklist_version: list.version,
        by: app.user,
      });
      location.hash = `#/visit/${visit.inspection}${screen}`;
    };
  if (!lists.length) return el("p", { class: "warning", text: t("mast.no-list") });
  const { first, more } = offeredOf(lists);
  const rest = isCableOnly(mast, app.visits); // its cable was looked at, the mast was not
  const parts = first.map((list, index) =>
    button(first.length > 1 ? said(list.words) : t("mast.start"), begin(list), {
      class: `tap wide${index || (own && !rest) ? "" : " primary"}`,
    }),
  );
  const before = own
    ? [
        link(
          t(isTheirs(app, own) ? "mast.look-theirs" : "mast.look", { by: own.by }),
          `#/visit/${own.inspection}`,
          { class: `tap wide${rest ? "" : " primary"}` },
        ),
        el("p", { class: "hint", text: t(rest ? "mast.cable-only" : "mast.again") }),
      ]
    : [];
  return el(
    "div",
    { class: "stack no-print" },
    before,
    first.length > 1 && (!own || rest) ? el("p", { class: "label", text: t("mast.which") }) : null,
    parts,
    moreSheets(more, begin),
    own || !first.length || nothingStands(mast)
      ? null
      : button(t("absent.title"), begin(first[0], "/absent"), { class: "tap wide quiet" }),
  );
}

// Sheets that no campaign here brings, as the technical ones: folded, for they are rarely meant.
export function moreSheets(more, begin) {
  if (!more.length) return null;
  return el(
    "details",
    { class: "stack" },
    el("summary", { class: "tap wide", text: t("mast.more-lists") }),
    more.map((list) => button(said(list.words), begin(list), { class: "tap wide" })),
  );
}
