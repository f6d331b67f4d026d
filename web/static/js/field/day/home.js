// How the day stands, in masts: done, left, and whether all of it is at the office. Never "all" beside what the office set
// aside, what another account recorded here, or an original that has not gone.

import { el, icon, link } from "../dom.js";
import { showNumber } from "../numbers.js";
import { unwritten } from "../safe.js";
import { countsOf } from "../send/tally.js";
import { status } from "../send.js";
import { waits } from "../store.js";
import { awayWords } from "../whereabouts/where.js";
import { lang, t } from "../words.js";
import { nextOf } from "./day.js";
import { doneOf, isDone } from "./progress.js";

/** @typedef {{waits: number, aside: number, others: boolean, photos: number, today: number, beside: number, any: boolean}} Home masts, but for `photos` */

// What of this phone is not at the office yet.
/** @type {(app: any) => Promise<Home>} */
export async function homeOf(app) {
  const visits = [...app.visits.values()].flat();
  const own = visits.filter((visit) => visit.by === app.user);
  /** @type {(which: (visit: Visit) => unknown) => number} */
  const masts = (which) => new Set(own.filter(which).map((visit) => visit.structure)).size;
  const today = new Date(Date.now() + 7 * 3600e3).toISOString().slice(0, 10);
  /** @type {(at: string) => string} */
  const dayOf = (at) => new Date(Date.parse(at) + 7 * 3600e3).toISOString().slice(0, 10);
  // what ended today and is none of the masts that the campaign counts as done: a cable alone, a mast of no list
  const ended = new Set(
    own
      .filter(({ finished_at: at, dropped_at: dropped }) => at && !dropped && dayOf(at) === today)
      .map((visit) => visit.structure),
  );
  const counted = (app.pack?.masts ?? []).filter((mast) => ended.has(mast.id) && isDone(mast, app.visits));
  const beside = ended.size - counted.length;
  return {
    waits: masts((visit) => countsOf(visit).kept || countsOf(visit).received),
    aside: masts((visit) => countsOf(visit).aside),
    others: app.counts.others > 0,
    photos: app.user ? await waits("photos", app.user, "kept") : 0,
    today: ended.size - beside,
    beside,
    any: own.length > 0,
  };
}

// Whether everything that was recorded on this phone is at the office, and stands there.
/** @type {(home: Home) => boolean} */
export const allHome = (home) =>
  !home.waits && !home.aside && !home.others && !home.photos && !unwritten() && status.phase !== "sign-in";

// The sentences about it; the first is the one that counts.
/** @type {(home: Home) => string[]} */
export function homeWords(home) {
  if (allHome(home)) return [t(home.any ? "home.all" : "home.nothing")];
  const said = [];
  if (home.waits) said.push(t("home.waits", { count: showNumber(home.waits, lang) }));
  if (home.photos) said.push(t("home.photos", { count: showNumber(home.photos, lang) }));
  if (home.aside) said.push(t("home.aside", { count: showNumber(home.aside, lang) }));
  if (home.others) said.push(t("home.others"));
  return said;
}

/** @type {(home: Home) => string} */
const todayWords = ({ today, beside }) =>
  [
    today ? t("home.today", { count: showNumber(today, lang) }) : "",
    beside ? t("home.today-beside", { count: showNumber(beside, lang) }) : "",
  ]
    .filter(Boolean)
    .join(" ");

// The first thing on the list: done and left, a bar, what is home, and the next mast.
export async function dayCard(app) {
  const home = await homeOf(app);
  const { done, all } = doneOf(app);
  const next = await nextOf(app, "");
  const away = next ? awayWords(next) : "";
  const filled = el("span");
  filled.style.width = `${all ? (100 * done) / all : 0}%`;
  const numbers = { done: showNumber(done, lang), left: showNumber(all - done, lang) };
  return [
    el("p", { class: "day-done", text: t(all > done || !all ? "home.done" : "home.all-done", numbers) }),
    el(
      "div",
      {
        class: "day-bar",
        role: "img",
        "aria-label": t("home.bar", { done: numbers.done, all: showNumber(all, lang) }),
      },
      filled,
    ),
    el(
      "p",
      { class: `day-home ${allHome(home) ? "all" : "some"}` },
      icon(allHome(home) ? "check" : "send"),
      el("span", { text: homeWords(home).join(" ") }),
    ),
    home.today || home.beside ? el("p", { class: "hint", text: todayWords(home) }) : null,
    next
      ? link(
          `${t("home.next", { code: next.code })}${away ? ` · ${away}` : ""}`,
          `#/mast/${next.id}`,
          { class: "tap primary wide", id: "next-mast" },
          icon("place"),
        )
      : null,
  ];
}
