// The day that the map shows: today as the register stands, or a past day with what stood and was in force then.

import { ofSameRows, readDays, standingOn } from "../mast_days.js";
import { readMasts } from "../mast_layer.js";
import { numberOf, written } from "./days.js";

export const NEVER = "never"; // before the first zone of a layer

const bar = document.getElementById("past-bar");

async function ask(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer;
}

// `layers(names)` shows the zones of these layers anew; `changed(day)` is told of every day that is settled.
export function startDay(config, mastLayer, { layers, changed, fault }) {
  const stateOf = (code) => config.states.findIndex((item) => item.code === code);
  const known = { inService: stateOf("in_service"), dismantled: stateOf("dismantled") };
  const format = mastLayer.format;
  let answers = null; // the answers that every past day needs: one promise
  let facts = null;
  let days = null;
  let into = null;
  let day = null; // iso; null: today
  let counted = { sure: 0, unsure: 0 };
  let waiting = 0;
  const listeners = new Set();

  async function load() {
    const [facts, bytes] = await Promise.all([
      ask(config.urls.days).then((answer) => answer.json()),
      ask(config.urls.mastDays).then((answer) => answer.arrayBuffer()),
    ]);
    let found = readDays(bytes);
    await mastLayer.loaded;
    if (!ofSameRows(found, mastLayer.masts)) {
      // the register has changed since this page asked for its masts
      mastLayer.setMasts(readMasts(await (await ask(config.urls.masts)).arrayBuffer()));
      found = readDays(await (await ask(config.urls.mastDays)).arrayBuffer());
      if (!ofSameRows(found, mastLayer.masts)) throw new Error("the register changes while it is read");
    }
    return { facts, found };
  }
  async function ready() {
    answers ??= load();
    try {
      const got = await answers;
      facts ??= got.facts;
      days ??= got.found;
    } catch (error) {
      answers = null;
      fault();
      throw error;
    }
    return facts;
  }

  // The day from which a layer is as on the day that is shown: "" today, `NEVER` before its first zone.
  const since = (name) => {
    if (day === null || !facts?.layers[name]) return "";
    return facts.layers[name].days.findLast((one) => one <= day) ?? NEVER;
  };

  const sheetNote = (shown) => config.texts.sheetIsToday.replace("{day}", written(shown));
  function redraw() {
    if (day === null) {
      mastLayer.setStates(null, null);
      return;
    }
    const { masts } = mastLayer;
    into ??= { states: new Uint8Array(masts.n), unsure: new Uint8Array(masts.n) };
    counted = standingOn(days, masts.state, numberOf(day), known, into);
    mastLayer.setStates(into.states, into.unsure);
  }

  function say() {
    const past = day !== null;
    for (const said of document.querySelectorAll("[data-past-note]"))
      said.textContent = past ? sheetNote(day) : "";
    document.body.classList.toggle("past-day", past);
    bar.hidden = !past;
    if (!past) return;
    bar.querySelector("[data-past=day]").textContent = written(day);
    bar.querySelector("[data-past=sure]").textContent = format.format(counted.sure);
    bar.querySelector("[data-past=unsure]").textContent = format.format(counted.unsure);
    bar.querySelector("[data-past=doubt]").hidden = !counted.unsure;
    bar.querySelector("[data-past=borders]").hidden = day >= facts.reform;
  }

  // Shows a day: masts at once, zones a moment later, so that a slider that is pulled asks for what it rests on.
  async function set(wanted) {
    const asked = wanted;
    if (wanted !== null) {
      try {
        await ready();
      } catch {
        return; // said by fault() above
      }
      if (wanted >= facts.today) wanted = null;
      else if (wanted < facts.first) wanted = facts.first;
    }
    if (wanted === day) {
      if (wanted !== asked) changed(day); // the address asked for a day that is none of the span
      return;
    }
    day = wanted;
    redraw();
    say();
    for (const listener of listeners) listener();
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      layers();
      changed(day);
    }, 150);
  }

  bar.querySelector("[data-past=today]").addEventListener("click", () => set(null));

  return {
    get day() {
      return day;
    },
    get counted() {
      return counted;
    },
    get facts() {
      return facts;
    },
    ready,
    set,
    since,
    // Calls `listener` at every day that is shown from now on; returns what ends it.
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    // Says at the head of a mast's sheet that it is today's, where the map shows another day.
    note(part, shown) {
      if (!shown || !part) return;
      const note = document.createElement("p");
      note.className = "past-note";
      note.dataset.pastNote = "";
      note.textContent = sheetNote(shown);
      part.prepend(note);
    },
  };
}
