// The day's round on a screen: the next mast large, then each with its kilometres; and the same as a list to print.

import { button, el, icon, link } from "../dom.js";
import { showNumber } from "../numbers.js";
import { directions, roundWords, showMetres, whereLine } from "../whereabouts/where.js";
import { lang, said, showDay, t } from "../words.js";
import { COUNTS, movedOrder, picking, roundOf, setWish, wishOf } from "./day.js";
import { emptyScreen } from "./list.js";
import { isDone } from "./progress.js";

const placed = (step) => `${step.straight ? "≈ " : ""}${showMetres(step.metres)}`;

export async function routeScreen(app, here) {
  const { pack } = app;
  if (!pack) return emptyScreen(app);
  let wish = await wishOf(app);
  // whoever looks at the round goes by it: the next mast after a visit is the round's (a full phone shows it all the same)
  await setWish(app, wish).catch(() => {});
  const place = el("div", {});
  const choose = async (next) => {
    wish = next;
    await setWish(app, wish).catch(() => {});
    draw();
  };
  const count = el(
    "select",
    {
      id: "round-count",
      class: "big",
      on: { change: () => choose({ count: Number(count.value), order: null }) },
    },
    COUNTS.map((number) =>
      el("option", {
        value: number,
        text: number ? t("route.count", { count: number }) : t("route.all"),
        selected: number === wish.count,
      }),
    ),
  );
  let shown = "";
  function draw() {
    const round = roundOf(app, wish);
    const key = JSON.stringify([
      lang,
      wish.count,
      wish.order,
      round.steps.map((step) => [step.mast.id, step.metres]),
    ]);
    if (key === shown) return;
    shown = key;
    wish = picking(wish, round);
    setWish(app, wish).catch(() => {});
    const held = place.contains(document.activeElement) ? document.activeElement?.id : "";
    place.replaceChildren(...roundParts(app, round, wish, choose).filter(Boolean));
    if (held) document.getElementById(held)?.focus();
  }
  draw();
  here.refresh = draw;
  return [
    el("h1", { text: t("route.title") }),
    el("p", {
      class: "print-only",
      text: `${pack.campaign.name} · ${app.user} · ${showDay(new Date().toISOString())}`,
    }),
    el("div", { class: "no-print" }, whereLine(here, { asks: false, changed: draw, told: startWords })),
    el(
      "div",
      { class: "field no-print" },
      el("label", { for: "round-count", text: t("route.how-many") }),
      count,
    ),
    place,
    el("p", { class: "hint", text: said(pack.campaign.note) }),
  ];
}

const startWords = ({ phase, fix }) =>
  phase === "fix"
    ? t("route.from-here", { accuracy: showMetres(fix.accuracy_m) })
    : phase === "off"
      ? t("route.from-anywhere")
      : t(`where.${phase}`);

const howMeasured = ({ pack }, round) =>
  [
    t(pack.net ? (round.straight ? "route.mixed" : "route.by-road") : "route.straight"),
    pack.net && pack.background?.rough ? t("route.rough") : "",
  ]
    .filter(Boolean)
    .join(" ");

function roundParts(app, round, wish, choose) {
  const [next] = round.steps;
  if (!next) return [el("p", { class: "done-of", text: t("route.nothing") })];
  return [
    el(
      "p",
      { class: "round-total" },
      el("b", { text: roundWords(round) }),
      round.left ? ` · ${t("route.left", { count: showNumber(round.left, lang) })}` : "",
    ),
    el("p", {
      class: "hint",
      text: howMeasured(app, round),
    }),
    el(
      "section",
      { class: "card next-mast no-print" },
      el("h2", { text: t("route.next") }),
      link(`${next.mast.code} · ${next.mast.who}`, `#/mast/${next.mast.id}`, { class: "tap primary wide" }),
      el("p", {
        class: "mast-what",
        text: [next.mast.what, next.mast.commune, round.start ? placed(next) : ""]
          .filter(Boolean)
          .join(" · "),
      }),
      el(
        "div",
        { class: "row-buttons" },
        link(t("mast.directions"), directions(next.mast), {}, icon("place")),
        link(t("route.on-map"), "#/map/round", {}, icon("map")),
      ),
    ),
    el(
      "ol",
      { class: "round" },
      round.steps.map((step, at) => stepRow(app, round, step, at, wish, choose)),
    ),
    el(
      "div",
      { class: "row-buttons no-print" },
      round.own && button(t("route.suggested"), () => choose({ ...wish, order: null })),
      button(t("route.print"), () => window.print()),
    ),
  ];
}

function stepRow(app, round, step, at, wish, choose) {
  const { mast } = step;
  const move = (by, sign, word) =>
    button(
      "",
      () => choose({ ...wish, order: movedOrder(round, mast.id, by) }),
      {
        id: `${sign}-${mast.id}`,
        class: "tap small",
        "aria-label": t(word, { code: mast.code }),
        disabled: at + by < 0 || at + by >= round.steps.length,
      },
      icon(sign),
    );
  return el(
    "li",
    { data: { mast: mast.id } },
    el("span", { class: "leg", text: at || round.start ? placed(step) : t("route.start") }),
    el(
      "div",
      { class: "stop" },
      el(
        "a",
        { class: "tap-line", href: `#/mast/${mast.id}` },
        el("b", { class: "place", text: at + 1 }),
        el("span", {}, el("strong", { text: mast.code }), ` · ${mast.who}`),
      ),
      el("span", {
        class: "mast-what",
        text: [mast.what, mast.commune, mast.address].filter(Boolean).join(" · "),
      }),
      mast.due_on
        ? el("span", {
            class: mast.late ? "late" : "hint",
            text: t("list.due", { day: showDay(mast.due_on) }),
          })
        : null,
      el("span", {
        class: "print-only",
        text: `${mast.lat.toFixed(6)}, ${mast.lon.toFixed(6)} ${isDone(mast, app.visits) ? "☑" : "☐"}`,
      }),
    ),
    el("span", { class: "moves no-print" }, move(-1, "up", "route.up"), move(1, "down", "route.down")),
  );
}
