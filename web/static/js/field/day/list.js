// The masts of an assignment: which one is next, what was done, and what of it the server has.

import { button, el, icon, link, refill } from "../dom.js";
import { backgroundLine } from "../map/background.js";
import { cutsLine } from "../map/road_cuts.js";
import { metresBetween } from "../numbers.js";
import { pressing, textOf } from "../pack.js";
import { otherAccount } from "../phone/leave.js";
import { strangeOf } from "../visit/unlisted.js";
import { awayWords, whereLine } from "../whereabouts/where.js";
import { lang, said, showDay, t } from "../words.js";
import { roundOf, wishOf } from "./day.js";
import { dayCard } from "./home.js";
import { inOrder, isDone, progressOf, standOf } from "./progress.js";

const PAGE = 60;
const STEP_M = 30;
const OTHERS = 5;

export async function listScreen(app, here) {
  const { pack } = app;
  if (!pack) return emptyScreen(app);
  const wish = await wishOf(app);
  const rows = el("ul", { class: "masts" });
  const day = el("section", { class: "day", "aria-live": "polite" });
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
          ask();
          fill();
        },
      },
    },
    ["place", "way", "near", "commune"].map((name) =>
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
  const others = el("section", {});
  let shown = PAGE;
  search.addEventListener("input", () => {
    app.asked = search.value;
    shown = PAGE;
    fill();
  });

  // "near to me" asks for the place itself, whatever was done before; other orders show distances where it is known
  const where = el("div", {});
  let asking = false;
  function ask() {
    const near = app.order === "near";
    where.hidden = !near;
    if (!near || asking) return;
    asking = true;
    where.replaceChildren(whereLine(here, { asks: true, changed: ({ fix }) => moved(fix) && fill() }));
  }

  // a fix a second would move rows away under the finger
  let stood = null;
  function moved(fix) {
    if (!fix || (stood && metresBetween(stood.lon, stood.lat, fix.lon, fix.lat) < STEP_M)) return false;
    stood = fix;
    return true;
  }

  function ordered() {
    if (app.order !== "way") return inOrder(app);
    const steps = roundOf(app, wish).steps.map((step) => step.mast);
    return [...steps, ...inOrder(app, "place").filter((mast) => !steps.includes(mast))];
  }

  function fill() {
    const wanted = textOf(search.value);
    const found = ordered()
      .filter((mast) => !wanted || mast.text.includes(wanted))
      .filter((mast) => !app.onlyOpen || !isDone(mast, app.visits));
    const few = found.slice(0, shown);
    const says = few.map((mast) => {
      const { word, state } = progressOf(mast, app.visits);
      return [mast.id, word, state, awayWords(mast)];
    });
    refill(rows, JSON.stringify([lang, says]), () => few.map((mast) => rowOf(app, mast)));
    told.textContent = found.length
      ? t("list.found", { shown: Math.min(shown, found.length), count: found.length })
      : t("list.none-found");
    more.hidden = found.length <= shown;
    // what is searched for may stand beside the campaign's masts and be none of them
    const beside = wanted ? pack.others.filter((mast) => mast.text.includes(wanted)).slice(0, OTHERS) : [];
    refill(others, JSON.stringify([lang, beside.map((mast) => mast.id)]), () =>
      ["list.colleagues-title", "list.others"].flatMap((title, strangers) => {
        const some = beside.filter((mast) => !mast.colleague === Boolean(strangers));
        return some.length
          ? [el("h2", { text: t(title) }), el("ul", { class: "masts" }, some.map(otherRow))]
          : [];
      }),
    );
  }

  const strange = strangeOf(app).length;
  const more = button(
    t("list.more"),
    () => {
      shown += PAGE;
      fill();
    },
    { class: "tap wide" },
  );
  // the day's card reads what waits: it is filled after the list, and only where it says something else
  const fillDay = async () => {
    const parts = (await dayCard(app)).filter(Boolean);
    refill(day, `${lang} ${parts.map((part) => part.outerHTML).join("")}`, () => parts);
  };
  fill();
  await fillDay();
  ask();
  here.refresh = async () => {
    fill();
    await fillDay();
  };
  const whole = el("span", {}); // stands as long as it is so: whoever charges the phone meanwhile sees it in the morning
  app.whole.then((held) => {
    if (held) whole.textContent = ` · ${t("list.loaded-whole")}`;
  });
  // The masts begin on the first screen of a phone: the choice of a campaign says its name, fields say what they are by themselves.
  return [
    el("h1", { text: (app.packs.length > 1 && !cut(pack) ? "" : pack.campaign.name) || t("list.title") }),
    app.packs.length > 1 && campaigns(app),
    ...elsewhere(app),
    day,
    ...leftLines(app),
    document.body.dataset.offline === "failed"
      ? el("p", { class: "warning", text: t("phone.not-offline") })
      : null,
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
      pack.campaign.due ? `${t("list.until", { day: showDay(pack.campaign.due) })} · ` : "",
      t("list.loaded", { day: showDay(pack.at) }),
      whole,
    ),
    el(
      "div",
      { class: "finding" },
      el("label", { class: "visually-hidden", for: "search", text: t("list.search") }),
      search,
      order,
      el("label", { class: "check tap", for: "only-open" }, only, el("span", { text: t("list.only-open") })),
    ),
    cutsLine(pack),
    el(
      "div",
      { class: "row-buttons" },
      link(t("list.route"), "#/route", { class: "tap" }, icon("route")),
      button(t("list.reload"), () => app.loadPacks()), // above the list: what is given meanwhile is not fetched by itself
    ),
    where,
    told,
    rows,
    more,
    others,
    link(strange ? `${t("unlisted.link")} (${strange})` : t("unlisted.link"), "#/unlisted", {
      class: "tap wide",
    }),
    backgroundLine(app, here),
  ];
}

const SHOWN = 30; // letters of a campaign's name that the closed choice shows at 390 px
const cut = (pack) => pack.campaign.name.length > SHOWN;

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

// The campaign that is shown is not the only one with masts to reach soon: a citizen may be promised one of another.
function elsewhere(app) {
  return app.packs
    .filter((pack) => pack !== app.pack)
    .map((pack) => [pack, pressing(pack.masts, (mast) => isDone(mast, app.visits)).length])
    .filter(([, count]) => count)
    .map(([{ campaign }, count]) =>
      button(t("list.elsewhere", { count, name: campaign.name }), () => app.chooseCampaign(campaign.id), {
        class: "tap wide",
      }),
    );
}

const otherRow = (mast) =>
  el(
    "li",
    {},
    el(
      "a",
      { class: "mast tap", href: `#/mast/${mast.id}` },
      el("span", { class: "mast-code" }, el("strong", { text: mast.code }), ` · ${mast.who}`),
      el("span", {
        class: "mast-what",
        text: [mast.what, mast.commune, awayWords(mast)].filter(Boolean).join(" · "),
      }),
      mast.colleague
        ? el("span", { class: "mast-state", text: t("list.colleagues", { name: mast.colleague }) })
        : null,
    ),
  );

// The networks on a mast where they are others than who answers for it.
const networksOf = ({ operators, who }) =>
  operators.length && operators.join(", ") !== who ? t("list.networks", { names: operators.join(", ") }) : "";

// Beside masts that were given to the inspector, one that nobody was given says so.
const isNobodys = ({ pack }, mast) => !mast.assigned && pack.masts.some((one) => one.assigned);

function rowOf(app, mast) {
  const { word, state } = progressOf(mast, app.visits);
  const away = awayWords(mast);
  const stand = standOf(mast, app.visits);
  const danger = mast.defects.some((item) => item.severity === "urgent");
  return el(
    "li",
    {},
    el(
      "a",
      { class: `mast tap ${stand}${danger ? " danger" : ""}`, href: `#/mast/${mast.id}` },
      el(
        "span",
        { class: "mast-code" },
        icon({ done: "check", begun: "half", open: "open" }[stand]),
        mast.place ? el("b", { class: "place", text: mast.place }) : null,
        el("strong", { text: mast.code }),
        ` · ${mast.who}`,
      ),
      el("span", {
        class: "mast-what",
        text: [mast.what, networksOf(mast), mast.commune, away].filter(Boolean).join(" · "),
      }),
      said(mast.reason) && !isDone(mast, app.visits)
        ? el("span", { class: "mast-reason" }, icon("warn"), said(mast.reason))
        : null,
      el(
        "span",
        { class: "mast-state" },
        el("span", { text: word }),
        state ? el("span", { class: `state ${state}`, text: t(`state.${state}`) }) : null,
        isNobodys(app, mast) ? el("span", { text: t("list.nobodys") }) : null,
        mast.late
          ? el("span", { class: "late" }, icon("warn"), t("list.late"))
          : mast.due_on
            ? el("span", { text: t("list.due", { day: showDay(mast.due_on) }) })
            : null,
        danger ? el("span", { class: "late" }, icon("warn"), t("list.danger")) : null,
        mast.defects.length ? el("span", { text: t("list.defects", { count: mast.defects.length }) }) : null,
      ),
    ),
  );
}

// Campaigns that the last loading took from the phone: somebody who comes back from the field looks for his masts.
const leftLines = (app) =>
  app.left.map(({ name }) => el("p", { class: "warning", text: t("list.left", { name }) }));

export function emptyScreen(app) {
  return [
    el("h1", { text: t("list.title") }),
    el("p", {
      role: "status",
      text: t(app.loading ? "list.loading" : app.listed ? "list.nothing" : "list.first"),
    }),
    ...leftLines(app),
    app.listed && app.status.user && !app.status.tryAs.length
      ? el("p", { class: "hint", text: t("list.signed-in", { name: app.status.user }) })
      : null,
    app.status.tryAs.length
      ? el("p", { class: "warning", text: t("list.demo", { names: app.status.tryAs.join(", ") }) })
      : null,
    app.status.phase === "sign-in"
      ? link(t("send.sign-in"), "/sign-in?next=/field", { class: "tap primary wide" })
      : app.loading
        ? null
        : button(t("list.load"), () => app.loadPacks(), { class: "tap primary wide" }),
    el("p", { class: "hint", text: t("list.first-hint") }),
    app.checklists.length ? link(t("unlisted.link"), "#/unlisted", { class: "tap wide" }) : null,
    ...(app.listed ? otherAccount(t("list.other-account")) : []),
  ];
}
