// The preview of a request: the desk of any list, and every issue can be answered before anything is registered.
import { startDesk } from "./appraise_desk.js";
import { unpack } from "./appraise_parts.js";
import { json, post } from "./requests_api.js";
import { answerTo } from "./requests_issues.js";
import { backHere, reloadHere } from "./stay.js";

const { map, config } = window.btsDesk;
const kept = new Map();
const source = {
  async findings(at) {
    if (!kept.has(at)) kept.set(at, unpack(await json(config.urls.row.replace("ROW", at)), 0));
    return kept.get(at);
  },
  answer: (issue) => answerTo(config, issue, { send, reasoned: false, fresh: true }),
};

async function send(row, texts) {
  await post(config.urls.answer, { row, texts });
  reloadHere(); // the whole list is judged anew
}

const around = json(config.urls.around);
around.catch(() => null); // said below
const desk = startDesk(map, config, await json(config.urls.view), source);
await desk.apply();
backHere();
try { desk.surround(await around); } catch (error) { desk.fault(error); }
document.body.dataset.ready = String(Math.round(performance.now()));
