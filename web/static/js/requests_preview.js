// The preview of a request: the desk of any list, and every issue can be answered before anything is registered.
import { startDesk } from "./appraise_desk.js";
import { unpack } from "./appraise_parts.js";
import { json, post } from "./requests_api.js";
import { explainColumn } from "./requests_columns.js";
import { answerTo } from "./requests_issues.js";
import { backHere, reloadHere } from "./stay.js";

const { map, config } = window.btsDesk;
const kept = new Map();
const source = {
  async findings(at) {
    if (!kept.has(at)) kept.set(at, unpack(await json(config.urls.row.replace("ROW", at)), 0));
    return kept.get(at);
  },
  answer: (issue) => (issue.code === "HEADER-UNKNOWN" ? explain({ header: issue.column, near: issue.proposed }) : answerTo(config, issue, { send, reasoned: false, fresh: true })),
  explain,
};

function explain(column) {
  return explainColumn(config, column, { send: async (header, name, unit) => {
    await post(config.urls.column, { header, name, unit });
    reloadHere(); // the list is read anew
  } });
}

async function send(row, texts) {
  await post(config.urls.answer, { row, texts });
  reloadHere(); // what it says of other rows changes, too
}

const around = json(config.urls.around);
around.catch(() => null); // said below
const desk = startDesk(map, config, await json(config.urls.view), source);
await desk.apply();
backHere();
try { desk.surround(await around); } catch (error) { desk.fault(error); }
document.body.dataset.ready = String(Math.round(performance.now()));
