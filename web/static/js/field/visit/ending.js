// The end of a visit: what is still open, what waits to be decided, what lacks photos, and the tap that ends it.

import { button, el, field, link } from "../dom.js";
import { answered, lastReading, photosOf, pictured } from "../entry/answers.js";
import { screensOf } from "../entry/asked.js";
import { finishVisit } from "../record.js";
import { said, saidOfCode, t } from "../words.js";
import { GRADE } from "./defects.js";
import { foundLines } from "./found.js";
import { noticeCard, noticedIn, outlived, restated } from "./notice.js";

export function ending(app, visitor, go) {
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
  // photos of an entry that repeats are taken once for all its rows
  const bare = entries
    .filter(
      (entry) => !open.includes(entry) && (answered(rows, entry) || some(entry)) && !pictured(rows, entry),
    )
    .filter((entry, at, all) => all.findIndex((one) => one.base.code === entry.base.code) === at);
  const ungraded = rows.filter((row) => row.kind === "defect" && !row.item.severity);
  const old = outlived(visitor);
  const other = [...restated(visitor).values()];
  const screens = screensOf(visitor.checklist, entries);
  // a line a screen: of a group that repeats one with how many of its answers are meant
  const lines = (found) =>
    el(
      "ul",
      {},
      screens.flatMap((screen) => {
        const own = screen.entries.filter((entry) => found.includes(entry));
        if (!own.length) return [];
        const words = screen.group
          ? `${said(screen.group.words)} (${own.length})`
          : said(screen.entries[0].words);
        return [
          el(
            "li",
            {},
            el("button", {
              type: "button",
              class: "tap line",
              on: { click: () => go(own[0].code) },
              text: words,
            }),
          ),
        ];
      }),
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
            ...noticed.map((one) => noticeCard(visitor, one, () => go("defects", one.entry.code, "end"))),
          ]
        : open.length || bare.length || old.length
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
  const end = async (then) => {
    try {
      const row = await finishVisit(visit, note.value.trim());
      visitor.taken(row);
      app.finished = { code: visit.code, structure: visit.structure };
      location.hash = then;
    } catch (error) {
      told.textContent = saidOfCode(error.code ?? "FIELD-PHONE-STORE");
    }
  };
  const finish = finished ? null : button(ending(), () => end("#/send"), { class: "tap primary wide" });
  const sign = `#/sign/${visit.inspection}`;
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
    ungraded.length
      ? el(
          "div",
          { class: "warning" },
          el("p", { text: t("visit.ungraded-left", { count: ungraded.length }) }),
          button(t("defect.correct"), () => go("defects", GRADE, "end"), { class: "tap wide" }),
        )
      : null,
    old.length
      ? el(
          "div",
          { class: "warning" },
          el("p", { text: t("visit.outlived-left", { count: old.length }) }),
          button(t("visit.outlived-look"), () => go("defects"), { class: "tap wide" }),
        )
      : null,
    other.length
      ? el(
          "div",
          { class: "warning" },
          el("p", { text: t("visit.restated-left", { count: other.length }) }),
          el(
            "ul",
            {},
            other.map((one) => el("li", { text: one.words })),
          ),
          button(t("visit.outlived-look"), () => go("defects"), { class: "tap wide" }),
        )
      : null,
    bare.length
      ? el(
          "div",
          { class: "warning" },
          el("p", { text: t("visit.photos-left", { count: bare.length }) }),
          lines(bare),
        )
      : null,
    foundLines(rows).map((text) => el("p", { class: "hint", text })),
    finished
      ? el("p", { class: "good", text: t("visit.finished") })
      : noted
        ? null
        : field(t("visit.note"), note),
    told,
    finish,
    finished
      ? link(t("sign.title"), sign, { class: "tap primary wide" })
      : button(t("sign.finish"), () => end(sign), { class: "tap wide" }),
    el(
      "div",
      { class: "row-buttons" },
      button(t("visit.list"), () => go("list")),
      link(t("nav.list"), "#/"),
    ),
  ];
}
