// The page of a request: the desk of any list, and beside each row its decision, its facts and what was noted.
import { startDesk } from "../appraise/desk.js";
import { json, post } from "../frame/api.js";
import { backHere, reloadHere, reloadTo } from "../frame/stay.js";
import { el, formats, metres, unpack, wind } from "../map/parts.js";
import { chosenRows } from "./chosen.js";
import { askWhichVersion, versionOf } from "./conflict.js";
import { RowFields } from "./correct.js";
import { DecisionPanel } from "./decision.js";
import { answerTo } from "./issues.js";
import { foldNotices, splitRow } from "./layout.js";
import { markFindings, NotesPanel } from "./notes.js";
import { askOwnerLink, shareAddress, showSharing } from "./sharing.js";
import { DecidedTable } from "./table.js";

const { map, config } = window.btsDesk;
const format = formats(config.lang);
const OPEN_ROW = "#rows tbody a[tabindex='0']";
const NEXT_DEED = ".deeds > a.primary";
const kept = new Map(); // row: what the server said of it

const view = await json(config.urls.view);
const { rows } = view;
let desk = null;

const source = {
  Table: DecidedTable,
  async findings(at) {
    if (!kept.has(at)) kept.set(at, await json(config.urls.row.replace("ROW", at)));
    return unpack(kept.get(at).findings, 0);
  },
  instead(at, radius) {
    return json(`${config.urls.instead.replace("ROW", at)}?radius=${encodeURIComponent(radius)}`);
  },
  share(at, host) {
    return shareAddress(config.urls.share, at, host);
  },
  askOwner: (at) => askOwnerLink(config, at),
  async readPlace(text) {
    const { hits } = await json(`${config.urls.search}?${new URLSearchParams({ q: text })}`);
    const place = hits.find((hit) => hit.kind === "position");
    return place ? [place.lon, place.lat] : null;
  },
  async tryAt(at, [lon, lat]) {
    const answer = await post(config.urls.move.replace("ROW", at), { lon, lat });
    return { row: answer.row, findings: unpack(answer.findings, 0) };
  },
  answer: (issue, alike) =>
    answerTo(config, issue, alike, {
      reasoned: true,
      fresh: config.mayCorrect,
      send: correctAll,
    }),
  usable: () => config.mayJudge || config.mayCorrect,
  // The place that was tried: the office names it in its letter, a sender writes it into its row.
  use(at, tried) {
    if (!config.mayJudge) {
      fields.open("position", format.place(tried.at));
      return;
    }
    const own = rows[at].at;
    decision.add(
      config.texts.moveAdvice
        .replace("{place}", format.place(tried.at))
        .replace("{metres}", format.number(metres(own, tried.at)))
        .replace("{wind}", config.winds[wind(own, tried.at)]),
    );
  },
  drawn(at, row) {
    decision.show(at, row, row ? kept.get(at).conditions : []);
    if (row) beside(kept.get(at).notes, kept.get(at).conditions);
    fields.show(at, row ? kept.get(at) : null);
    notes.show(at, row ? kept.get(at).notes : []);
    showSharing(config, row ? kept.get(at).sharing : []);
    if (row && config.mayJudge) markFindings(config, (rule, values) => note(at, { ...values, rule }));
    document.querySelector(".row-own").scrollTop = 0;
    const asked = new URLSearchParams(location.hash.slice(1)); // "mend this cell", from the head of the page
    if (row && asked.get("cell") && Number(asked.get("row")) === at + 1)
      setTimeout(() => fields.open(asked.get("cell"))); // where the page has its height
  },
};

// What bodies answered of a row stands where it is decided, not only among its notes.
function beside(noted, offered) {
  const said = noted.filter((note) => note.kind === "consulted" && !note.withdrawn);
  if (said.length)
    document
      .getElementById("decision")
      .prepend(
        el(
          "ul",
          { class: "bodies-said" },
          ...said.map((note) => el("li", {}, note.text, taken(note, offered))),
        ),
      );
}

// A condition of a body's becomes one of the decision's by a press, where it is none yet; nobody types it again.
function taken(note, offered) {
  if (!note.condition || !config.mayJudge) return "";
  if (offered.some((one) => one.text === note.condition && !one.struck)) return "";
  const add = () => decision.add(note.condition);
  return el("button", { type: "button", class: "quiet", onclick: add }, config.texts.conditionTake);
}

// The address of a row, for a page that is read anew.
function standAt(at) {
  const values = new URLSearchParams(location.hash.slice(1));
  values.set("row", String(at + 1));
  history.replaceState(null, "", `#${values}`);
}

// What the server says of a row after a deed takes the place of what the page knew.
async function take(at, answer, options = {}) {
  kept.set(at, answer);
  const { issues } = rows[at];
  for (const name of Object.keys(rows[at])) delete rows[at][name];
  Object.assign(rows[at], answer.row, issues ? { issues } : {});
  document.getElementById("decided-number").textContent = String(rows.length - answer.undecided);
  const left = document.querySelector("[data-verdict=undecided] b");
  if (left) left.textContent = String(answer.undecided);
  tellBulk(answer.bulk);
  tellHead(answer.bulk?.head);
  if (answer.state !== config.state || answer.undecided === 0) {
    // other deeds follow now: the keyboard goes on to the one that comes next, or to the row that is open
    reloadTo(...(answer.undecided === 0 ? [NEXT_DEED] : []), OPEN_ROW);
    return;
  }
  desk.table.filter(desk.table.verdict);
  if (desk.chosen() !== at) return; // one went on to another row while this one was written
  await desk.choose(at, { push: false, ...options });
}
// What the bulk button would decide by now: fewer rows with each that is decided by itself.
function tellBulk(bulk) {
  const said = document.getElementById("bulk-said");
  if (!said || !bulk) return;
  said.replaceChildren(
    ...document.importNode(new DOMParser().parseFromString(bulk.said, "text/html").body, true).childNodes,
  );
  document.getElementById("decide-all").hidden = bulk.rows === 0;
}
// What is open, what was answered, how many rows are left: as the server says it by now. A form in it stays as typed.
function tellHead(html) {
  if (!html) return;
  const fresh = new DOMParser().parseFromString(html, "text/html");
  for (const part of ["#rows-left", "#matters", ".matters-answered"]) {
    const old = /** @type {any} */ (document.querySelector(part));
    const now = /** @type {any} */ (fresh.querySelector(part));
    if (!now) old?.remove();
    else if (old) {
      now.open = old.open;
      const form = old.querySelector("form");
      if (form) now.querySelector("form")?.replaceWith(form);
      old.replaceWith(now);
    } else if (part !== "#rows-left") document.getElementById("notices").prepend(now);
  }
}
const refresh = async (at) => {
  kept.delete(at);
  await take(at, await json(config.urls.row.replace("ROW", at)), { focus: true });
};

// Writes by `send(seen)`; where somebody was first, both versions are shown and the editor chooses.
async function writeOver(at, seen, own, send, versionNow) {
  try {
    return await send(seen);
  } catch (error) {
    if (!(error instanceof Error) || error.status !== 409) throw error;
    if (!(await askWhichVersion(config, error.body, own))) {
      await refresh(at);
      return null;
    }
    return writeOver(at, await versionNow(error.body), own, send, versionNow);
  }
}

async function decide(at, choice, next) {
  const answer = await writeOver(
    at,
    rows[at].decision?.version ?? 0,
    choice,
    (seen) => post(config.urls.decide.replace("ROW", at), { ...choice, seen }),
    versionOf,
  );
  if (!answer) return;
  const following = next ? undecidedAfter(at) : -1;
  if (following >= 0 && answer.state !== config.state) standAt(following); // the page is read anew there
  const there = desk.chosen() === at;
  await take(at, answer, { focus: following < 0 });
  if (there && following >= 0 && answer.state === config.state) await desk.choose(following, { focus: true });
}

async function decideRows(chosen, choice) {
  try {
    await post(config.urls.decideRows, {
      ...choice,
      rows: chosen.map((row) => ({ row, seen: rows[row].decision?.version ?? 0 })),
    });
  } catch (error) {
    if (error.status !== 409) throw error;
    await askWhichVersion(config, error.body, choice, { only: true });
  }
  reloadTo(OPEN_ROW);
}

async function correct(at, texts, reason, seen, { last = true } = {}) {
  const known = seen ?? (kept.get(at) ?? (await json(config.urls.row.replace("ROW", at)))).version;
  const answer = await writeOver(
    at,
    known,
    null,
    (version) => post(config.urls.correct.replace("ROW", at), { texts, reason, seen: version }),
    versionOf,
  );
  if (!answer) return;
  fields.written(at);
  if (!last) return;
  const asked = new URLSearchParams(location.hash.slice(1));
  if (asked.has("cell")) {
    asked.delete("cell"); // it is written: the form does not open again as if it were not
    history.replaceState(null, "", `#${asked}`);
  }
  reloadHere(); // the list's other rows are judged anew, too
}

// Corrects rows alike, one after another: each is a correction of its own, with the reason.
async function correctAll(ats, texts, reason) {
  for (const at of ats) await correct(at, texts, reason, undefined, { last: at === ats.at(-1) });
}

async function note(at, values) {
  const body = new FormData();
  for (const [name, value] of Object.entries(values)) {
    if (value instanceof FileList) for (const file of value) body.append(name, file);
    else if (value) body.append(name, value);
  }
  const answer = await post(config.urls.note.replace("ROW", at), body);
  if (values.whole) {
    reloadHere();
    return;
  } // it answers other rows, too
  await take(at, answer);
}

async function rewrite(at, one, text) {
  const answer = await writeOver(
    at,
    one.version,
    null,
    (seen) => post(config.urls.noteText.replace("NOTE", one.id), { row: at, seen, text }),
    versionOf,
  );
  if (answer) await take(at, answer);
}

function undecidedAfter(at) {
  const order = [...rows.keys()].map((k) => (at + 1 + k) % rows.length);
  return order.find((k) => k !== at && !rows[k].decision) ?? -1;
}

const decision = new DecisionPanel(config, decide, (cell) => fields.open(cell));
const fields = new RowFields(config, {
  correct,
  urban: async (at, urban, reason) => {
    await take(at, await post(config.urls.urban.replace("ROW", at), { urban, reason }));
  },
});
const notes = new NotesPanel(config, {
  add: note,
  rewrite,
  withdraw: async (at, one) =>
    take(at, await post(config.urls.withdraw.replace("NOTE", one.id), { row: at, seen: one.version })),
});
const around = json(config.urls.around);
around.catch(() => null); // said below
if (!config.mayJudge) config.texts.useMove = config.texts.correctPlace;
desk = startDesk(map, config, view, source);
chosenRows(config, desk.table, decideRows);
splitRow();
foldNotices();

// 1 to 4 choose a decision while the keyboard is in the table or on a choice or button of the decision, never while
// something is typed; Ctrl+Enter saves it from anywhere beside a field of another form.
document.addEventListener("keydown", (event) => {
  const target = /** @type {HTMLElement} */ (event.target);
  const free =
    target === document.body ||
    (document.getElementById("rows").contains(target) && !target.matches("input")) ||
    target.matches('a[href^="#row="]') || // a notice's link has just opened the row
    target.closest("#decision :is(button, input[type=radio])");
  if (!free || !/^[1-4]$/.test(event.key) || event.altKey || event.ctrlKey || event.metaKey) return;
  if (decision.pick(Number(event.key) - 1)) event.preventDefault();
});
document.addEventListener("keydown", (event) => {
  if (
    event.key !== "Enter" ||
    !event.ctrlKey ||
    /** @type {HTMLElement} */ (event.target).closest("form, dialog")
  )
    return;
  event.preventDefault(); // also where nothing is to be saved yet: on a row's link it would choose the row again
  decision.save();
});
for (const link of document.querySelectorAll("a[href='#tab=file']"))
  link.addEventListener("click", (event) => {
    event.preventDefault();
    desk.tab("file");
    document.getElementById("dossier").scrollIntoView();
  });

await desk.apply();
// where the page is one column, a file just added is shown with its line
if (location.hash === "#tab=file" && matchMedia("(max-width: 720px)").matches)
  document.getElementById("dossier").scrollIntoView();
const replacing = document.querySelector("details.deed-box.replace");
if (location.hash === "#replace" && replacing) {
  replacing.open = true;
  replacing.querySelector("summary").focus();
}
if (location.hash === "#tab=rows" && matchMedia("(max-width: 720px)").matches)
  document.getElementById("tab-rows").scrollIntoView();
backHere();
try {
  desk.surround(await around);
} catch (error) {
  desk.fault(error);
}
document.body.dataset.ready = String(Math.round(performance.now()));
