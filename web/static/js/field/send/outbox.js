// What is on this phone and what the server has: counts, reasons, the way to send, to sign in, to rescue.
import { allHome, homeOf, homeWords } from "../day/home.js";
import { button, el, icon, link, refill } from "../dom.js";
import { showNumber, showSize } from "../numbers.js";
import { leaveCard } from "../phone/leave.js";
import { pinCard } from "../phone/lock.js";
import { announce } from "../record.js";
import { tryNow, unwritten, unwrittenCode } from "../safe.js";
import { send, status } from "../send.js";
import { keepForGood, meta, queued, room, setMeta, waits } from "../store.js";
import { lang, said, saidOfCode, showDay, showTime, t, unanswered } from "../words.js";
import { endedCard } from "./ended.js";
import { tellsWifi } from "./photos.js";
import { rescueButton } from "./rescue_button.js";
import { freeVerified } from "./room.js";
import { countsOf, othersOf } from "./tally.js";

const SHOWN = 40;
const ASIDE = 200; // read to be added up by visit

// Where sending stands, in one line.
export function phrase() {
  if (unwritten()) return t("status.unwritten", { count: unwritten() });
  if (status.phase === "sending") {
    if (status.done < status.total)
      return t("status.sending", {
        done: showNumber(status.done, lang),
        total: showNumber(status.total, lang),
      });
    const share = status.photoShare ? ` · ${showNumber(100 * status.photoShare, lang, 0)} %` : "";
    return status.photosTotal
      ? t("status.sending-photos", {
          done: showNumber(status.photosDone, lang),
          total: showNumber(status.photosTotal, lang),
        }) + share
      : t("status.asking");
  }
  if (status.phase === "sign-in")
    return status.code.startsWith("PHONE-") ? saidOfCode(status.code) : t("status.sign-in");
  if (status.phase === "offline") return unanswered();
  if (status.phase === "other-person") return t("status.other-person");
  if (status.phase === "full") return t("status.full");
  if (status.phase === "trouble")
    return status.said.startsWith("FIELD-PHONE-") // the phone's own, not the server's
      ? saidOfCode(status.said)
      : `${t("status.trouble")} ${saidOfCode(status.said)}`;
  if (status.elsewhere) return t("status.elsewhere");
  return status.lastAt ? t("status.done", { time: showTime(status.lastAt) }) : t("status.ready");
}

export async function outboxScreen(app, here) {
  const [skew, space, promised] = [await meta("skew", 0), await room(), await keepForGood()];
  const line = el("p", { class: "phrase", role: "status" });
  const now = button(t("send.now"), () => send(), { class: "tap primary wide" }, icon("send"));
  const signIn = el(
    "div",
    { class: "stack" },
    link(t("send.sign-in"), "/sign-in?next=/field", { class: "tap primary wide" }),
    el("p", { class: "hint", text: t("send.sign-in-hint") }),
  );
  const live = el("div", { class: "stack" });
  const ended = endedCard(app);
  // Only what changes is filled anew: the button just tapped keeps the focus, and what a card has answered stays.
  const fill = async () => {
    const found = await states(app);
    await ended?.fill();
    line.textContent = phrase();
    now.hidden = status.phase === "sign-in";
    now.disabled = status.phase === "sending";
    now.classList.toggle(
      "primary",
      status.phase !== "offline" && !app.finished && app.counts.kept + app.counts.received + found.photos > 0,
    );
    signIn.hidden = status.phase !== "sign-in";
    const visits = [...app.visitsById.values()].map((visit) => [visit.inspection, visit.counts]);
    refill(
      live,
      JSON.stringify([
        lang,
        app.counts,
        found.photos,
        homeWords(found.home),
        status.held,
        unwritten(),
        visits,
        found.aside.map((row) => row.id),
        found.troubled.map((row) => [row.id ?? row.sha256, row.code]),
      ]),
      () => drawn(app, found),
    );
  };
  here.leave = async () => {
    app.finished = null;
  };
  await fill();
  here.refresh = () => fill().catch((error) => console.error(error));
  return [
    el("h1", { text: t("send.title") }),
    ended?.box,
    line,
    now,
    signIn,
    live,
    el(
      "section",
      { class: "card" },
      el("h2", { text: t("rescue.title") }),
      el("p", { text: t("rescue.what") }),
      rescueButton(),
    ),
    el(
      "section",
      { class: "card" },
      el("h2", { text: t("phone.title") }),
      el("p", { class: promised ? "" : "warning", text: t(promised ? "phone.promised" : "phone.refused") }),
      el("p", {
        class: document.body.dataset.offline === "ready" ? "" : "warning",
        text: t(document.body.dataset.offline === "ready" ? "phone.offline" : "phone.not-offline"),
      }),
      el("p", {
        text: t("phone.room", {
          used: showSize(space.usage, lang),
          free: showSize(Math.max(0, space.quota - space.usage), lang),
        }),
      }),
      freeButton(),
      tellsWifi() ? await wifiChoice() : null,
      Math.abs(skew) > 120000
        ? el("p", {
            class: "warning",
            text: t("phone.clock", {
              minutes: showNumber(Math.abs(skew) / 60000, lang, 0),
              way: t(skew > 0 ? "phone.slow" : "phone.fast"),
            }),
          })
        : null,
      el("p", {
        class: "hint",
        text: t("phone.version", {
          version: document.body.dataset.version.slice(0, 8),
          user: app.user || t("phone.nobody"),
        }),
      }),
      link(t("rescue.import"), "/field/rescue", { class: "tap wide" }),
    ),
    await pinCard(app),
    leaveCard(),
    el(
      "section",
      { class: "card" },
      el("h2", { text: t("guide.title") }),
      el("p", { text: t("guide.what") }),
      link(t("guide.open"), "/guide/kiem-tra", { class: "tap wide" }),
    ),
    el(
      "section",
      { class: "card" },
      el("h2", { text: t("office.title") }),
      el("p", { text: t("office.what") }),
      link(t("office.open"), "/campaigns", { class: "tap wide" }),
    ),
  ];
}

// What is shown, and no more of it than is shown: a phone may hold thousands.
async function states(app) {
  const by = app.user;
  const [home, aside, troubled, kept, lost, gone] = await Promise.all([
    homeOf(app),
    queued("items", by, "aside", ASIDE),
    queued("items", by, "kept", SHOWN, { tries: 1 }),
    waits("photos", by, "kept"),
    queued("photos", by, "lost", SHOWN),
    queued("photos", by, "kept", SHOWN, { tries: 1 }),
  ]);
  return { home, aside, troubled: [...troubled, ...lost, ...gone], photos: kept + lost.length };
}

function drawn(app, { aside, troubled, photos, home }) {
  const others = othersOf([...app.visitsById.values()], app.user);
  return [
    unwritten()
      ? el(
          "div",
          { class: "warning", role: "alert" },
          el("p", { text: saidOfCode(unwrittenCode()) }),
          button(t("send.try-write"), () => tryNow()),
        )
      : null,
    el("p", { class: allHome(home) ? "good" : "warning", text: homeWords(home).join(" ") }),
    status.held
      ? el(
          "div",
          {},
          el("p", { class: "hint", text: t("send.held", { count: showNumber(status.held, lang) }) }),
          button(t("send.held-now"), () => send({ all: true }), { class: "tap wide" }),
        )
      : null,
    counters(app.counts, photos),
    others.length && app.counts.others
      ? el("p", {
          class: "warning",
          text: t("send.others", { count: showNumber(app.counts.others, lang), names: others.join(", ") }),
        })
      : null,
    asideCard(app, aside),
    waiting(app, troubled, photos),
  ];
}

function counters(counted, photos) {
  const one = (state, number) =>
    el(
      "li",
      { class: `state ${state}` },
      el("b", { text: showNumber(number, lang) }),
      ` ${t(`state.${state}`)}`,
    );
  return el(
    "ul",
    { class: "counters", "aria-label": t("send.counters") },
    one("kept", counted.kept),
    one("received", counted.received),
    one("verified", counted.verified),
    counted.aside ? one("aside", counted.aside) : null,
    photos
      ? el("li", { class: "state kept" }, el("b", { text: showNumber(photos, lang) }), ` ${t("send.photos")}`)
      : null,
  );
}

// One line for what a visit has of one reason: nine lines of one strange mast say no more than one.
function asideCard(app, rows) {
  if (!rows.length) return null;
  const groups = new Map();
  for (const row of rows) {
    const key = `${row.inspection} ${row.code}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return el(
    "section",
    { class: "card" },
    el("h2", { text: t("aside.title") }),
    el("p", { text: t("aside.what") }),
    el(
      "ul",
      {},
      [...groups.values()].slice(0, SHOWN).map((group) =>
        el(
          "li",
          {},
          el("a", { class: "tap-line", href: `#/visit/${group[0].inspection}`, text: nameOf(app, group) }),
          el("p", {
            class: "reason",
            text: `${saidOfCode(group[0].code, group[0].message)} · ${group[0].code}`,
          }),
        ),
      ),
    ),
  );
}

// A set-aside item by mast, question and time; several of a visit by mast, their number and the time of the first.
function nameOf(app, group) {
  const [row] = group;
  const entry = app.checklists
    .find((list) => list.code === row.item.checklist)
    ?.entries.find((one) => one.code === row.entry);
  const what =
    group.length > 1
      ? t("aside.items", { count: showNumber(group.length, lang) })
      : entry
        ? said(entry.words)
        : t(`kind.${row.kind}`);
  return [
    app.visitsById.get(row.inspection)?.code,
    what,
    `${showDay(row.item.recorded_at)} ${showTime(row.item.recorded_at)}`,
  ]
    .filter(Boolean)
    .join(" · ");
}

function waiting(app, troubled, photos) {
  const visits = [...app.visitsById.values()].filter(
    (visit) => visit.by === app.user && (countsOf(visit).kept || countsOf(visit).received),
  );
  if (!visits.length && !photos) return null; // whether all is at the office is said above, in masts
  return el(
    "section",
    { class: "card" },
    el("h2", { text: t("send.waits") }),
    el(
      "ul",
      { class: "waiting" },
      visits.slice(0, SHOWN).map((visit) =>
        el(
          "li",
          {},
          el("a", {
            class: "tap-line",
            href: `#/visit/${visit.inspection}`,
            text: visit.code || visit.inspection.slice(0, 8),
          }),
          " ",
          el(
            "span",
            { class: "states" },
            ["kept", "received"]
              .filter((state) => countsOf(visit)[state])
              .map((state) =>
                el("span", {
                  class: `state ${state}`,
                  text: `${showNumber(countsOf(visit)[state], lang)} ${t(`state.${state}`)}`,
                }),
              ),
          ),
        ),
      ),
    ),
    visits.length > SHOWN
      ? el("p", {
          class: "hint",
          text: t("send.more-visits", { count: showNumber(visits.length - SHOWN, lang) }),
        })
      : null,
    troubled.length
      ? el(
          "div",
          {},
          el("h3", { text: t("send.troubled") }),
          el(
            "ul",
            {},
            troubled.slice(0, SHOWN).map((row) =>
              el("li", {
                text: `${row.kind ? t(`kind.${row.kind}`) : t("kind.photo")} · ${saidOfCode(row.code, said(row.message))} · ${row.code}`,
              }),
            ),
          ),
        )
      : null,
  );
}

// Whether originals wait for Wi-Fi; only where the browser tells one line from another.
async function wifiChoice() {
  const choice = el("input", {
    type: "checkbox",
    id: "wifi-only",
    checked: (await meta("originals")) === "wifi",
    on: {
      change: async () => {
        await setMeta("originals", choice.checked ? "wifi" : "");
        send();
      },
    },
  });
  return el(
    "label",
    { class: "check tap", for: "wifi-only" },
    choice,
    el("span", { text: t("send.wifi-only") }),
  );
}

function freeButton() {
  const told = el("p", { role: "status", class: "hint", text: t("phone.free-hint") });
  return el(
    "div",
    {},
    button(
      t("phone.free"),
      async () => {
        const freed = await freeVerified();
        told.textContent = t("phone.freed", {
          count: showNumber(freed.photos, lang),
          size: showSize(freed.bytes, lang),
        });
        announce({ kind: "small" });
      },
      { class: "tap wide" },
    ),
    told,
  );
}
