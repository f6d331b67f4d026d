// The field app: starts the phone's store and the sender, and shows one screen for each address after #.

import { followNight } from "../frame/night.js";
import { dueAgain } from "./day/anew.js";
import { listScreen } from "./day/list.js";
import { routeScreen } from "./day/route.js";
import { el, icon, link } from "./dom.js";
import { loadBackgrounds } from "./map/background.js";
import { mapScreen } from "./map/map.js";
import { dropTiles } from "./map/tiles.js";
import { mastScreen } from "./mast.js";
import { showNumber } from "./numbers.js";
import { fetchPacks, goneToday, heldChecklists, heldPacks } from "./pack.js";
import { lockScreen, mayShow, pinScreen } from "./phone/lock.js";
import { shut } from "./phone/pin.js";
import { keptOffline } from "./phone/update.js";
import { leaveUnused, onChange } from "./record.js";
import { endedOrStuck, guardWrites, unwritten, unwrittenCode } from "./safe.js";
import { outboxScreen, phrase } from "./send/outbox.js";
import { freeVerified } from "./send/room.js";
import { checkCounts, countOnce, sums } from "./send/tally.js";
import { askWho, send, sendSoon, startSending, status } from "./send.js";
import { all, keepForGood, meta, setMeta } from "./store.js";
import { atScreen } from "./visit/at.js";
import { droppableVisit } from "./visit/drop.js";
import { signScreen } from "./visit/sign.js";
import { unlistedScreen } from "./visit/unlisted.js";
import { lang, notLoaded, saidOfCode, setLang, t } from "./words.js";

followNight();
const byId = (id) => document.getElementById(id);
const SCREENS = {
  "": listScreen,
  mast: mastScreen,
  visit: droppableVisit,
  sign: signScreen,
  send: outboxScreen,
  map: mapScreen,
  route: routeScreen,
  unlisted: unlistedScreen,
  at: atScreen,
  pin: pinScreen,
};
const SHUT_AFTER_MS = 15 * 60e3; // out of sight so long, the app asks for the PIN again

const app = {
  user: "",
  packs: [],
  pack: null,
  checklists: [],
  visits: new Map(),
  visitsById: new Map(),
  status,
  counts: { kept: 0, received: 0, verified: 0, aside: 0, others: 0, unverified: 0 },
  promised: true,
  whole: Promise.resolve(false), // whether the app itself is on the phone, once that is known
  soon,
  chooseCampaign(id) {
    setMeta("campaign", id);
    app.pack = app.packs.find((pack) => pack.campaign.id === id) ?? app.packs[0] ?? null;
    show();
  },
  loadPacks,
  loading: false,
  left: [], // campaigns of today that are on the phone no more
  // the PIN was given: what waited for the phone's key goes on
  async unlocked() {
    send();
    await show();
  },
};

// ---- what is known ---------------------------------------------------------------------------------------------
// Visits bear the numbers of their items: no screen reads items to count them.
async function look() {
  const visits = (await all("visits"))
    .filter(begun)
    .sort((a, b) => (a.started_at < b.started_at ? -1 : Number(a.started_at > b.started_at)));
  app.counts = sums(visits, app.user);
  app.visits = Map.groupBy ? Map.groupBy(visits, (visit) => visit.structure) : group(visits, "structure");
  app.visitsById = new Map(visits.map((visit) => [visit.inspection, visit]));
}

// A visit into which nothing was recorded yet is only on its own screen.
const begun = (visit) => !visit.opened || location.hash.includes(visit.inspection);

function group(rows, name) {
  const found = new Map();
  for (const row of rows) if (!found.get(row[name])?.push(row)) found.set(row[name], [row]);
  return found;
}

async function take() {
  app.user = await meta("user", "");
  app.listed = (await meta("listed")) === app.user;
  app.packs = await heldPacks(app.user);
  app.left = await goneToday(
    app.user,
    app.packs.map((pack) => pack.campaign),
  );
  const chosen = await meta("campaign");
  app.pack = app.packs.find((pack) => pack.campaign.id === chosen) ?? app.packs[0] ?? null;
  app.checklists = await heldChecklists(app.packs);
}

// What waits goes on being sent meanwhile: whoever has just signed in need not wait for it to see his masts.
async function loadPacks() {
  say(t("list.loading"));
  app.loading = true;
  try {
    await askWho();
    await take();
    const { failed, count } = await fetchPacks(app.user);
    await setMeta("listed", app.user);
    await take();
    grounds();
    say(
      failed.length
        ? `${t("list.failed")} ${failed.map((item) => `${item.campaign}: ${saidOfCode(item.code)}`).join("; ")}`
        : t(count ? "list.loaded-masts" : "list.nothing"),
    );
    if (count && !failed.length)
      app.whole.then((whole) => say(t(whole ? "list.loaded-now" : "phone.not-offline")));
  } catch (error) {
    say(notLoaded(error, status.phase === "sign-in"));
  }
  app.loading = false;
  await look();
  show();
}

// The backgrounds follow the packs by themselves, part by part; whoever has a screen about them open sees how far.
function grounds() {
  loadBackgrounds(app, (held) => app.onBackground?.(held)).catch(() => {});
}

let saying = null;
function say(text) {
  clearTimeout(saying);
  byId("said").textContent = text;
  saying = setTimeout(() => {
    byId("said").textContent = "";
  }, 7000);
}

// ---- screens ---------------------------------------------------------------------------------------------------
// What a screen was asked for and what it leaves to be done: told anew when states change, once it stands, and before
// it goes. Each has its own, so that one that is overtaken while it still reads takes nothing from the next.
const place = (params = []) => ({ params, refresh: null, afterShow: null, leave: null });
let here = place();
let shown = 0;

async function leave(left) {
  const ends = left.leave;
  left.leave = null;
  await ends?.();
}

const plain = (part) => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};

async function show() {
  const mine = ++shown;
  const [name, ...params] = location.hash.replace(/^#\/?/, "").split("/").map(plain);
  const [before, next] = [here, place(params)];
  here = next;
  // what is not written keeps its screen; only the one that makes the rescue file comes all the same
  await (name === "send" ? endedOrStuck(leave(before)) : leave(before));
  if (name !== "visit" || before.params[0] !== next.params[0])
    await leaveUnused(next.params[0]).catch(() => {});
  if (mine !== shown) return;
  try {
    await look();
    const open = await mayShow(app);
    if (open) document.body.removeAttribute("data-locked");
    else document.body.dataset.locked = "";
    const parts = await (open ? (SCREENS[name] ?? listScreen) : lockScreen)(app, next);
    if (mine !== shown) {
      await leave(next);
      return;
    }
    const main = byId("content");
    main.dataset.screen = document.body.dataset.screen = name || "list";
    main.replaceChildren(
      ...parts.flat().filter((part) => part !== null && part !== undefined && part !== false),
    );
    next.afterShow?.();
    const heading = main.querySelector("h1");
    heading.tabIndex = -1;
    if (mine > 1) {
      heading.focus({ preventScroll: true });
      window.scrollTo(0, 0);
    }
    document.title = `${heading.textContent} · ${t("app.name")}`;
  } catch (error) {
    console.error(error);
    if (mine !== shown) return; // another screen stands there by now
    byId("content").replaceChildren(
      el("h1", { text: t("app.trouble") }),
      el("p", {
        class: "warning",
        text: error.code ? `${saidOfCode(error.code)} · ${error.code}` : error.message,
      }),
      el("button", {
        type: "button",
        class: "tap primary wide",
        text: t("app.again"),
        on: { click: () => show() },
      }),
    );
  }
  bar();
  document.body.dataset.ready = String(mine);
}

function bar() {
  const { counts: n } = app;
  const part = (state) =>
    el(
      "span",
      { class: `count ${state}` },
      `${t(`state.${state}`)} `,
      el("b", { text: showNumber(n[state], lang) }),
    );
  byId("counts").replaceChildren(
    ...["kept", "received", "verified", ...(n.aside ? ["aside"] : [])].map(part),
  );
  byId("phrase").textContent = unwritten() ? "" : phrase(); // the warning below says it with its reason
  document.body.dataset.phase = status.phase;
  byId("unwritten").hidden = !unwritten();
  byId("unwritten-count").textContent = unwritten()
    ? `${t("status.unwritten", { count: unwritten() })}. ${saidOfCode(unwrittenCode())}`
    : "";
  byId("sign-in").hidden = status.phase !== "sign-in";
  const waits = n.kept + n.received; // what was set aside waits for the office, not for this phone
  for (const place of document.querySelectorAll("nav.tabs a")) {
    const here = (location.hash.replace(/^#\/?/, "").split("/")[0] || "") === place.dataset.screen;
    if (here) place.setAttribute("aria-current", "page");
    else place.removeAttribute("aria-current");
  }
  byId("waits").textContent = waits ? showNumber(waits, lang) : "";
}

function frame() {
  byId("nav").replaceChildren(
    ...[
      ["", "list", "list"],
      ["map", "map", "map"],
      ["send", "send", "send"],
    ].map(([screen, word, sign]) =>
      link(
        t(`nav.${word}`),
        `#/${screen}`,
        { "data-screen": screen },
        icon(sign),
        screen === "send" ? el("b", { id: "waits", class: "waits" }) : null,
      ),
    ),
  );
  byId("nav").setAttribute("aria-label", t("nav.label"));
  byId("language").textContent = lang === "vi" ? "English" : "Tiếng Việt";
  byId("language").lang = lang === "vi" ? "en" : "vi";
  byId("sign-in").textContent = t("send.sign-in");
  byId("brand").textContent = t("app.name");
  byId("skip").textContent = t("app.skip");
}

// Several changes at once are shown once, and the showing takes at most a fifth of the time: a phone that sends
// thousands of items is still one to work with.
let timer = null;
let took = 0;
const tasks = new Set();
function soon(task) {
  tasks.add(task);
  if (timer) return;
  timer = setTimeout(
    async () => {
      const [now, from] = [[...tasks], performance.now()];
      tasks.clear();
      for (const one of now) await Promise.resolve(one()).catch((error) => console.error(error));
      took = performance.now() - from;
      timer = null;
      if (tasks.size) soon([...tasks][0]);
    },
    Math.max(250, 4 * took),
  );
}

async function changed(what) {
  if (what.kind === "recorded") sendSoon();
  if (what.kind === "status" && dueAgain(Boolean(app.finished))) await anew();
  if (what.kind === "user") {
    await take();
    if (!app.packs.length && app.user && !app.loading) {
      app.loading = true; // said at once, before anything has come
      await show();
      return loadPacks();
    }
    return show();
  }
  soon(refresh);
  return null;
}

// Nothing is said: what does not come now comes with the next run of sending.
async function anew() {
  const ids = () => app.packs.map((pack) => pack.campaign.id).join();
  const before = ids();
  try {
    await fetchPacks(status.user);
    await take();
    await (ids() !== before && !/\w/.test(location.hash) ? show() : refresh());
    grounds();
  } catch {}
}

async function refresh() {
  await look().catch(() => {});
  bar();
  await here.refresh?.();
}

// A phone that was laid aside is asked for its PIN when it is taken up again.
function shutWhenPutAway() {
  let since = 0;
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") since = Date.now();
    else if (since && Date.now() - since > SHUT_AFTER_MS) {
      shut();
      show();
    }
  });
}

// The campaign that the office's page leads to (#/campaign/ID): the one that stands chosen, as if picked on the list.
async function askedCampaign() {
  const [name, id = ""] = location.hash.replace(/^#\/?/, "").split("/").map(plain);
  if (name !== "campaign" || !id) return "";
  await setMeta("campaign", id).catch(() => {});
  history.replaceState(null, "", "#/");
  return id;
}

// ---- start -----------------------------------------------------------------------------------------------------
async function start() {
  frame();
  byId("language").addEventListener("click", () => {
    setLang(lang === "vi" ? "en" : "vi");
    frame();
    show();
  });
  if (!window.isSecureContext || !window.indexedDB || !crypto.subtle || !crypto.randomUUID) {
    byId("content").replaceChildren(
      el("h1", { text: t("app.insecure-title") }),
      el("p", { class: "warning", text: t(window.isSecureContext ? "app.old-browser" : "app.insecure") }),
      el("p", { text: t("app.insecure-hint") }),
    );
    document.body.dataset.ready = "insecure";
    return;
  }
  // the background comes again from the server, what is recorded comes from nowhere
  guardWrites({
    room: async () => (await freeVerified()).bytes || (await dropTiles()),
    change: () => bar(),
  });
  app.whole = keptOffline(() => leave(here));
  app.whole.then((whole) => (whole ? null : refresh()));
  keepForGood().then((promised) => {
    app.promised = promised;
  });
  onChange((what) => {
    changed(what).catch((error) => console.error(error));
  });
  window.addEventListener("hashchange", () => show());
  window.addEventListener("online", () => grounds());
  shutWhenPutAway();
  await countOnce().catch(() => {});
  const asked = await askedCampaign();
  await take().catch(() => {});
  await show();
  checkCounts()
    .then((right) => (right ? null : refresh()))
    .catch(() => {});
  const sending = startSending();
  if (!app.packs.length || (asked && app.pack.campaign.id !== asked)) {
    if (!app.loading) await loadPacks();
  } else sending.then(() => (status.phase === "idle" ? anew() : null)).catch(() => {});
}

start();
