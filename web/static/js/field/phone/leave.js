// Leaving this phone to somebody else: signing out keeps everything; clearing refuses while the server lacks anything.
import { button, el } from "../dom.js";
import { showNumber } from "../numbers.js";
import { unwritten } from "../safe.js";
import { call, NetError } from "../send/net.js";
import { countsOf } from "../send/tally.js";
import { all, ask, count, EVERYTHING, get, meta, waits, write } from "../store.js";
import { lang, t } from "../words.js";
import { giveBack } from "./key.js";

const KEPT = new Set(["device", "seq", "counted"]); // the phone's name and numbering go on: no number is given twice

// Visits with something that the server lacks, whoever recorded it: [{visit, items, photos}]. An item whose photos are
// gone from the phone lacks nothing that could still be sent.
export async function unsent() {
  const found = [];
  for (const visit of await all("visits")) {
    const counts = countsOf(visit);
    if (!counts.kept && !counts.received) continue;
    const rows = (await all("items", "inspection", visit.inspection)).filter(
      (row) => row.state === "received",
    );
    const missing = new Set();
    for (const sha of new Set(rows.flatMap((row) => row.item.photos))) {
      const photo = await get("photos", sha);
      if (photo && photo.state !== "lost") missing.add(sha);
    }
    const waiting =
      counts.kept +
      rows.filter((row) => !row.item.photos.length || row.item.photos.some((sha) => missing.has(sha))).length;
    if (waiting) found.push({ visit, items: waiting, photos: missing.size });
  }
  return found;
}

// Photos of set-aside items wait in their own queue; they are named too.
async function loosePhotos() {
  const people = new Set((await all("visits")).map((visit) => visit.by));
  let waiting = 0;
  for (const by of people) waiting += await waits("photos", by, "kept");
  return waiting;
}

// Takes everything from this phone; refuses (false) where something came to wait since it was looked at.
export async function clearPhone() {
  return write(EVERYTHING, async (store) => {
    const visits = await ask(store("visits").getAll());
    if (visits.some((visit) => countsOf(visit).kept)) return false;
    for (const by of new Set(visits.map((visit) => visit.by)))
      if (await ask(store("photos").index("state").count([by, "kept"]))) return false; // its item may be there already
    for (const name of EVERYTHING) if (name !== "meta") store(name).clear();
    for (const key of await ask(store("meta").getAllKeys()))
      if (!KEPT.has(String(key))) store("meta").delete(key);
    return true;
  });
}

// Ends the session at the server; a NetError of kind "offline" where it cannot be reached. `forget`: the phone does not
// stay signed in, either.
export async function signOut({ forget = false } = {}) {
  let csrf = "";
  try {
    csrf = (await call("/field/token", { seconds: 20 })).data.csrf;
  } catch (error) {
    if (error.kind !== "sign-in" && error.status !== 403) throw error;
    if (forget) await giveBack(await meta("user", ""), "");
    return; // nobody is signed in
  }
  if (forget) await giveBack(await meta("user", ""), csrf);
  const answer = await fetch("/sign-out", {
    method: "POST",
    headers: { "X-CSRFToken": csrf },
    credentials: "same-origin",
    redirect: "manual",
  }).catch(() => {
    throw new NetError("offline");
  });
  if (answer.status === 401) return; // it ended with the phone's staying signed in
  if (answer.type !== "opaqueredirect" && !answer.ok)
    throw new NetError("refused", { status: answer.status });
}

const troubleOf = (error) =>
  el("p", { class: "warning", text: t(error.kind === "offline" ? "leave.offline" : "leave.failed") });

// To somebody else's sign-in; what is on the phone stays. Whoever is signed in is signed out first: the page to sign in
// would send him straight back.
async function toSignIn(say) {
  try {
    await signOut({ forget: true });
    location.assign("/sign-in?next=/field");
  } catch (error) {
    say(troubleOf(error));
  }
}

/** The way to another account, and where is said why it is none now. */
export function otherAccount(text) {
  const told = el("div", { role: "status" });
  return [button(text, () => toSignIn((said) => told.replaceChildren(said)), { class: "tap wide" }), told];
}

// The part of the sending screen about leaving the phone.
export function leaveCard() {
  const told = el("div", { role: "status" });
  const say = (...parts) => {
    told.replaceChildren(...parts);
    told.scrollIntoView({ block: "center" });
  };
  const trouble = (error) => say(troubleOf(error));
  const keep = () => toSignIn(say);
  const clear = async () => {
    if (unwritten()) {
      say(el("p", { class: "warning", text: t("status.unwritten", { count: unwritten() }) }));
      return;
    }
    const [waiting, loose] = [await unsent(), await loosePhotos()];
    if (waiting.length || loose) {
      say(refusal(waiting, loose));
      return;
    }
    const [items, photos, drafts] = [
      (await count("items")) + (await count("proofs")),
      await count("blobs"),
      (await all("drafts")).filter((draft) => draft.value),
    ];
    const visits = new Map((await all("visits")).map((visit) => [visit.inspection, visit.code]));
    const typed = [...new Set(drafts.map((draft) => visits.get(draft.inspection)).filter(Boolean))];
    say(
      el(
        "div",
        { class: "warning" },
        el("p", {
          text: t("leave.sure", { items: showNumber(items, lang), photos: showNumber(photos, lang) }),
        }),
        typed.length ? el("p", { text: t("leave.typed", { codes: typed.join(", ") }) }) : null,
        el(
          "div",
          { class: "row-buttons" },
          button(t("leave.no"), () => told.replaceChildren()),
          button(t("leave.yes"), wipe, { class: "tap primary" }),
        ),
      ),
    );
  };
  const wipe = async () => {
    try {
      await signOut({ forget: true });
      if (!(await clearPhone())) {
        await clear();
        return;
      }
      location.assign("/sign-in?next=/field");
    } catch (error) {
      trouble(error);
    }
  };
  return el(
    "section",
    { class: "card" },
    el("h2", { text: t("leave.title") }),
    el("p", { text: t("leave.what") }),
    button(t("leave.keep"), keep, { class: "tap wide" }),
    button(t("leave.clear"), clear, { class: "tap wide" }),
    told,
  );
}

function refusal(waiting, loose) {
  return el(
    "div",
    { class: "warning", role: "alert" },
    el("p", { text: t("leave.unsent") }),
    el(
      "ul",
      { class: "waiting" },
      waiting.map(({ visit, items, photos }) =>
        el(
          "li",
          {},
          el("a", {
            class: "tap-line",
            href: `#/visit/${visit.inspection}`,
            text: visit.code || visit.inspection.slice(0, 8),
          }),
          " ",
          el("span", {
            text: t(photos ? "leave.items-photos" : "leave.items", {
              items: showNumber(items, lang),
              photos: showNumber(photos, lang),
              person: visit.by,
            }),
          }),
        ),
      ),
      !waiting.length && loose
        ? el("li", { text: t("leave.photos", { photos: showNumber(loose, lang) }) })
        : null,
    ),
    el("p", { text: t("leave.then") }),
  );
}
