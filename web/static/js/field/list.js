// The masts of an assignment: which one is next, what was done, and what of it the server has.
import { button, el, icon, link, refill } from "./dom.js";
import { metresBetween, showNumber } from "./numbers.js";
import { mastOf, textOf } from "./pack.js";
import { lastFix } from "./position.js";
import { doneOf, inOrder, isDone, progressOf } from "./progress.js";
import { lang, said, showDay, t } from "./words.js";

const PAGE = 60;

function distance(mast) {
  const fix = lastFix();
  if (!fix) return "";
  const metres = metresBetween(fix.lon, fix.lat, mast.lon, mast.lat);
  return metres < 1000 ? `${showNumber(metres, lang, 0)} m` : `${showNumber(metres / 1000, lang, 1)} km`;
}

export function listScreen(app, here) {
  const { pack } = app;
  if (!pack) return emptyScreen(app);
  const rows = el("ul", { class: "masts" });
  const progress = el("b", { class: "done-of" });
  const told = el("p", { class: "hint", role: "status" });
  const search = el("input", {
    type: "search",
    id: "search",
    class: "big",
    autocomplete: "off",
    value: app.asked ?? "",
    placeholder: t("list.search-hint"),
  });
  const order = el(
    "select",
    {
      id: "order",
      class: "big",
      "aria-label": t("list.order"),
      on: {
        change: () => {
          app.order = order.value;
          fill();
        },
      },
    },
    ["place", "near", "commune"].map((name) =>
      el("option", { value: name, text: t(`list.order-${name}`), selected: name === (app.order ?? "place") }),
    ),
  );
  const only = el("input", {
    type: "checkbox",
    id: "only-open",
    checked: app.onlyOpen ?? false,
    on: {
      change: () => {
        app.onlyOpen = only.checked;
        fill();
      },
    },
  });
  let shown = PAGE;
  search.addEventListener("input", () => {
    app.asked = search.value;
    shown = PAGE;
    fill();
  });

  function fill() {
    const wanted = textOf(search.value);
    const found = inOrder(app)
      .filter((mast) => !wanted || mast.text.includes(wanted))
      .filter((mast) => !app.onlyOpen || !isDone(mast, app.visits));
    const few = found.slice(0, shown);
    const says = few.map((mast) => {
      const { word, state } = progressOf(mast, app.visits);
      return [mast.id, word, state, distance(mast)];
    });
    refill(rows, JSON.stringify([lang, says]), () => few.map((mast) => rowOf(app, mast)));
    const { done, all } = doneOf(app);
    progress.textContent = t("list.progress", { done: showNumber(done, lang), all: showNumber(all, lang) });
    told.textContent = found.length
      ? t("list.found", { shown: Math.min(shown, found.length), count: found.length })
      : t("list.none-found");
    more.hidden = found.length <= shown;
  }

  const strange = [...app.visits.values()].flat().filter((visit) => !mastOf(app, visit.structure)).length;
  const more = button(
    t("list.more"),
    () => {
      shown += PAGE;
      fill();
    },
    { class: "tap wide" },
  );
  fill();
  here.refresh = fill;
  // The masts begin on the first screen of a phone: the choice of a campaign says its name, fields say what they are by themselves.
  return [
    el("h1", { text: (app.packs.length > 1 ? "" : pack.campaign.name) || t("list.title") }),
    app.packs.length > 1 && campaigns(app),
    !app.promised && app.counts.unverified
      ? el(
          "p",
          { class: "warning" },
          el("a", { class: "tap-line", href: "#/send", text: t("list.not-promised") }),
        )
      : null,
    el(
      "p",
      { class: "hint" },
      progress,
      " · ",
      pack.campaign.due ? `${t("list.until", { day: showDay(pack.campaign.due) })} · ` : "",
      t("list.loaded", { day: showDay(pack.at) }),
    ),
    el(
      "div",
      { class: "finding" },
      el("label", { class: "visually-hidden", for: "search", text: t("list.search") }),
      search,
      order,
      el("label", { class: "check tap", for: "only-open" }, only, el("span", { text: t("list.only-open") })),
    ),
    told,
    rows,
    more,
    link(strange ? `${t("unlisted.link")} (${strange})` : t("unlisted.link"), "#/unlisted", {
      class: "tap wide",
    }),
    el(
      "div",
      { class: "row-buttons" },
      link(t("list.route"), "#/route"),
      button(t("list.reload"), () => app.loadPacks()),
    ),
  ];
}

function campaigns(app) {
  return el(
    "select",
    {
      id: "campaign",
      class: "big",
      "aria-label": t("list.campaign"),
      on: { change: (event) => app.chooseCampaign(event.target.value) },
    },
    app.packs.map((pack) =>
      el("option", {
        value: pack.campaign.id,
        text: pack.campaign.name,
        selected: pack.campaign.id === app.pack.campaign.id,
      }),
    ),
  );
}

function rowOf(app, mast) {
  const { word, state } = progressOf(mast, app.visits);
  const away = distance(mast);
  return el(
    "li",
    {},
    el(
      "a",
      { class: "mast tap", href: `#/mast/${mast.id}` },
      el(
        "span",
        { class: "mast-code" },
        mast.place ? el("b", { class: "place", text: mast.place }) : null,
        el("strong", { text: mast.code }),
        ` · ${mast.who}`,
      ),
      el("span", { class: "mast-what", text: [mast.what, mast.commune, away].filter(Boolean).join(" · ") }),
      said(mast.reason) && !isDone(mast, app.visits)
        ? el("span", { class: "mast-reason" }, icon("warn"), said(mast.reason))
        : null,
      el(
        "span",
        { class: "mast-state" },
        el("span", { text: word }),
        state ? el("span", { class: `state ${state}`, text: t(`state.${state}`) }) : null,
        mast.late
          ? el("span", { class: "late" }, icon("warn"), t("list.late"))
          : mast.due_on
            ? el("span", { text: t("list.due", { day: showDay(mast.due_on) }) })
            : null,
        mast.defects.length ? el("span", { text: t("list.defects", { count: mast.defects.length }) }) : null,
      ),
    ),
  );
}

function emptyScreen(app) {
  return [
    el("h1", { text: t("list.title") }),
    el("p", { text: t(app.listed ? "list.nothing" : "list.first") }),
    app.status.tryAs.length
      ? el("p", { class: "warning", text: t("list.demo", { names: app.status.tryAs.join(", ") }) })
      : null,
    app.status.phase === "sign-in"
      ? link(t("send.sign-in"), "/sign-in?next=/field", { class: "tap primary wide" })
      : button(t("list.load"), () => app.loadPacks(), { class: "tap primary wide" }),
    el("p", { class: "hint", text: t("list.first-hint") }),
    app.listed ? link(t("list.other-account"), "/sign-in?next=/field", { class: "tap wide" }) : null,
  ];
}

// The list to print: by the way from mast to mast unless another order was chosen, with boxes to tick and places to type into any map.
export function routeScreen(app) {
  const { pack } = app;
  if (!pack) return emptyScreen(app);
  const byWay = (app.order ?? "place") === "place";
  const masts = inOrder(app, byWay ? "way" : app.order);
  const head = [
    t("route.number"),
    t("mast.code"),
    t("mast.who"),
    t("mast.where"),
    t("mast.position"),
    t("list.due-short"),
    t("route.done"),
  ];
  return [
    el("h1", { text: t("route.title") }),
    el("p", { text: `${pack.campaign.name} · ${app.user} · ${showDay(new Date().toISOString())}` }),
    byWay ? el("p", { class: "hint", text: t("route.by-way") }) : null,
    el(
      "p",
      { class: "no-print row-buttons" },
      button(t("route.print"), () => window.print(), { class: "tap primary" }),
    ),
    el(
      "div",
      { class: "scroll", tabindex: 0, role: "region", "aria-label": t("route.title") },
      el(
        "table",
        { class: "route" },
        el(
          "thead",
          {},
          el(
            "tr",
            {},
            head.map((text) => el("th", { scope: "col", text })),
          ),
        ),
        el(
          "tbody",
          {},
          masts.map((mast, index) =>
            el(
              "tr",
              {},
              el("td", { class: "number", text: index + 1 }),
              el("td", { text: mast.code }),
              el("td", { text: `${mast.who} · ${mast.what}` }),
              el("td", { text: [mast.commune, mast.address].filter(Boolean).join(" · ") }),
              el("td", { text: `${mast.lat.toFixed(6)}, ${mast.lon.toFixed(6)}` }),
              el("td", { text: showDay(mast.due_on) }),
              el("td", { class: "box", text: isDone(mast, app.visits) ? "☑" : "☐" }),
            ),
          ),
        ),
      ),
    ),
    el("p", { class: "hint", text: said(pack.campaign.note) }),
  ];
}
