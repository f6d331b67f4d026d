// The preview of a request: the desk of any list, and every issue can be answered before anything is registered.
import { startDesk } from "../appraise/desk.js";
import { json, post } from "../frame/api.js";
import { backHere, reloadHere } from "../frame/stay.js";
import { unpack } from "../map/parts.js";
import { cellsTab } from "./cells.js";
import { explainColumn, offerSure } from "./columns.js";
import { answerTo } from "./issues.js";
import { renewParts } from "./parts.js";
import { askOwnerLink, shareAddress } from "./sharing.js";

const { map, config } = window.btsDesk;
const OPEN_COLUMNS = new Set([
  "HEADER-UNKNOWN",
  "HEADER-EMPTY",
  "HEADER-PROPOSED",
  "HEADER-PROPOSED-SURE",
  "HEADER-TWICE",
  "COLUMN-STATED-TAKEN",
]);
const kept = new Map();
const source = {
  async findings(at) {
    if (!kept.has(at)) kept.set(at, unpack(await json(config.urls.row.replace("ROW", at)), 0));
    return kept.get(at);
  },
  answer: (issue, alike) => {
    const column = OPEN_COLUMNS.has(issue.code) && columnOf(issue);
    return column
      ? explain(column, issue.proposed)
      : answerTo(config, issue, alike, { send, reasoned: false, fresh: true });
  },
  explain,
  instead(at, radius) {
    return json(`${config.urls.instead.replace("ROW", at)}?radius=${encodeURIComponent(radius)}`);
  },
  share: (at, host) => shareAddress(config.urls.share, at, host),
  askOwner: (at) => askOwnerLink(config, at),
};

function columnOf({ sheet, letter }) {
  return view.sheets.find(({ name }) => name === sheet)?.columns.find((column) => column.letter === letter);
}

function explain(column, near) {
  return explainColumn(config, column, {
    near: near ?? column.proposed?.label,
    send: async ({ sheet, letter, header }, name, unit) => {
      await post(config.urls.column, { sheet, letter, header, name, unit });
      reloadHere(); // the list is read anew
    },
  });
}

// What an answer changes is shown in its place: of the rows themselves, of rows near them, and above the list.
async function send(rows, texts) {
  const { parts } = await post(config.urls.answer, { rows, texts }); // all of them or none
  renewParts(parts);
  await renew();
  cells.stale();
  if (document.activeElement === document.body)
    document.querySelector("#pane-issues .table-scroll").focus({ preventScroll: true }); // the line that had it is drawn anew
  document.body.dataset.answered = String(Number(document.body.dataset.answered ?? 0) + 1);
}

// Shows the list as it is judged by now, in all of its tabs and counts; of several at once the last one tells.
let renewals = 0;
async function renew() {
  renewals += 1;
  const mine = renewals;
  const places = (list) => JSON.stringify(list.map(({ at }) => at ?? null));
  const before = places(view.rows);
  const next = await json(config.urls.view);
  if (mine !== renewals) return;
  kept.clear();
  Object.assign(view, { sheets: next.sheets });
  Object.assign(config, next.hosts);
  await desk.renew(next);
  if (places(next.rows) !== before) await surround(json(config.urls.around)); // something else may lie near it
}

async function surround(asked) {
  try {
    desk.surround(await asked);
  } catch (error) {
    desk.fault(error);
  }
}

const around = json(config.urls.around);
around.catch(() => null); // said below
const view = await json(config.urls.view);
const desk = startDesk(map, config, view, source);
// Cells that were repaired in the table: what stands beside it and above follows at once.
const cells = cellsTab(config, {
  async changed(parts) {
    renewParts(parts);
    try {
      await renew();
    } catch (error) {
      desk.fault(error);
    }
    document.body.dataset.repaired = String(Number(document.body.dataset.repaired ?? 0) + 1);
  },
  fault: (error) => desk.fault(error),
});
offerSure(config, view.sheets, async () => {
  await post(config.urls.sure, {});
  reloadHere(); // the list is read anew
});
await desk.apply();
backHere();
await surround(around);
document.body.dataset.ready = String(Math.round(performance.now()));
