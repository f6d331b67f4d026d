// The page of a request: the desk of any list, and beside each row its decision and what was noted.
import { startDesk } from "./appraise_desk.js";
import { unpack } from "./appraise_parts.js";
import { askWhichVersion } from "./requests_conflict.js";
import { DecisionPanel } from "./requests_decision.js";
import { NotesPanel, markFindings } from "./requests_notes.js";
import { DecidedTable } from "./requests_table.js";

const { map, config } = window.btsDesk;
const token = document.querySelector("input[name=csrf_token]").value;
const kept = new Map(); // row: what the server said of it

async function json(url, options = {}) {
  const answer = await fetch(url, { ...options, headers: { Accept: "application/json", "X-CSRFToken": token, ...options.headers } });
  const body = await answer.json().catch(() => null);
  if (answer.ok && body !== null) return body;
  const error = new Error(`${url}: ${answer.status}`);
  error.status = answer.status;
  error.body = body;
  if (body?.error) error.said = [body.error.message, body.error.remedy].filter(Boolean).join(". ");
  throw error;
}
const post = (url, body) => json(url, body instanceof FormData
  ? { method: "POST", body }
  : { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

const view = await json(config.urls.view);
const { rows } = view;
let desk = null;

const source = {
  Table: DecidedTable,
  async findings(at) {
    if (!kept.has(at)) kept.set(at, await json(config.urls.row.replace("ROW", at)));
    return unpack(kept.get(at).findings, 0);
  },
  drawn(at, row) {
    decision.show(at, row);
    notes.show(at, row ? kept.get(at).notes : []);
    if (row && config.mayJudge) markFindings(config, kept.get(at), (rule, values) => note(at, { ...values, rule }));
    document.getElementById("row-side").scrollTop = 0;
  },
};

// What the server says of a row after a deed takes the place of what the page knew.
async function take(at, answer, options = {}) {
  kept.set(at, answer);
  for (const name of Object.keys(rows[at])) if (name !== "issues") delete rows[at][name];
  Object.assign(rows[at], answer.row);
  document.getElementById("decided-number").textContent = String(rows.length - answer.undecided);
  if (answer.state !== config.state || answer.undecided === 0) { location.reload(); return; } // other deeds follow now
  desk.table.filter(desk.table.verdict);
  await desk.choose(at, { push: false, ...options });
}

async function decide(at, choice, next) {
  const seen = choice.seen ?? rows[at].decision?.version ?? 0;
  try {
    const answer = await post(config.urls.decide.replace("ROW", at), { ...choice, seen });
    const following = next ? undecidedAfter(at) : -1;
    await take(at, answer, { focus: following < 0 });
    if (following >= 0) await desk.choose(following, { focus: true });
  } catch (error) {
    if (!(error instanceof Error) || !error.status) throw error;
    if (error.status !== 409) { decision.refuse(error.said ?? config.texts.failed); return; }
    const own = await askWhichVersion(config, error.body, choice);
    if (own) await decide(at, { ...choice, seen: error.body.standing.version }, next);
    else { kept.delete(at); await take(at, await json(config.urls.row.replace("ROW", at)), { focus: true }); }
  }
}

async function note(at, values) {
  const body = new FormData();
  for (const [name, value] of Object.entries(values)) if (value) body.append(name, value);
  const answer = await post(config.urls.note.replace("ROW", at), body);
  if (values.whole) { location.reload(); return; } // it answers other rows, too
  await take(at, answer);
}

function undecidedAfter(at) {
  const order = [...rows.keys()].map((k) => (at + 1 + k) % rows.length);
  return order.find((k) => k !== at && !rows[k].decision) ?? -1;
}

const decision = new DecisionPanel(config, decide);
const notes = new NotesPanel(config, {
  add: (at, values) => note(at, values),
  withdraw: async (at, one) => take(at, await post(config.urls.withdraw.replace("NOTE", one.id), { row: at, seen: one.version })),
});
const around = json(config.urls.around);
around.catch(() => null); // said below
desk = startDesk(map, config, view, source);

// 1 to 4 choose a decision while the keyboard is in the table.
document.getElementById("rows").addEventListener("keydown", (event) => {
  if (!/^[1-4]$/.test(event.key) || event.altKey || event.ctrlKey || event.metaKey) return;
  if (decision.pick(Number(event.key) - 1)) event.preventDefault();
});
// Only one box of deeds stands open; Escape closes it.
const boxes = [...document.querySelectorAll(".deed-box")];
for (const box of boxes) {
  box.addEventListener("toggle", () => { if (box.open) for (const other of boxes) if (other !== box) other.open = false; });
  box.addEventListener("keydown", (event) => { if (event.key === "Escape" && box.open) { box.open = false; box.querySelector("summary").focus(); } });
}

await desk.apply();
try { desk.surround(await around); } catch (error) { desk.fault(error); }
document.body.dataset.ready = String(Math.round(performance.now()));
