// The page of a list: its data come by address, findings one row at a time.

import { unpack } from "../map/parts.js";
import { startDesk } from "./desk.js";

const { map, config } = window.btsDesk;
const token = document.querySelector("input[name=csrf_token]").value;
const kept = new Map();

async function json(url, options = {}) {
  const answer = await fetch(url, {
    ...options,
    headers: { Accept: "application/json", ...options.headers },
  });
  const body = await answer.json().catch(() => null);
  if (answer.ok && body !== null) return body;
  const error = new Error(`${url}: ${answer.status}`);
  if (body?.error) error.said = [body.error.message, body.error.remedy].filter(Boolean).join(". ");
  throw error;
}

const source = {
  async findings(at) {
    if (!kept.has(at)) kept.set(at, unpack(await json(config.urls.row.replace("ROW", at)), 0));
    return kept.get(at);
  },
  instead(at, radius) {
    return json(`${config.urls.instead.replace("ROW", at)}?radius=${encodeURIComponent(radius)}`);
  },
  // Degrees with minutes, VN-2000 metres and the rest are read where the map's search reads them.
  async readPlace(text) {
    const { hits } = await json(`${config.urls.search}?${new URLSearchParams({ q: text })}`);
    const place = hits.find((hit) => hit.kind === "position");
    return place ? [place.lon, place.lat] : null;
  },
  async tryAt(at, [lon, lat]) {
    const answer = await json(config.urls.move.replace("ROW", at), {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify({ lon, lat }),
    });
    return { row: answer.row, findings: unpack(answer.findings, 0) };
  },
};

const around = json(config.urls.around);
around.catch(() => null); // said below
const desk = startDesk(map, config, await json(config.urls.view), source);
await desk.apply();
try {
  desk.surround(await around);
} catch (error) {
  desk.fault(error);
}
document.body.dataset.ready = String(Math.round(performance.now()));
