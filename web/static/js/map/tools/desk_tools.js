// The tools over the map: one is at work at a time, Escape ends it, and while it works clicks on the map are its own.
//
// A tool is `{id, start(map, config, desk)}`; its button `[data-tool=id]` with icon and words stands in
// web/templates/map/tools.html (so roles and languages are the server's). `start` may fill `desk.card`, and returns
// what takes everything of it off the map again. A `quiet` tool leaves clicks on the map to the map. To add one: a
// module of its own, its name in TOOLS, its button there.

import { narrow } from "../sheet.js";
import { chooseArea } from "./choose_area.js";
import { DAY_TOOL } from "./day_tool.js";
import { measure } from "./measure.js";
import { keepForPaper, printTool } from "./print_tool.js";
import { VIEWS_TOOL } from "./saved_views.js";

/**
 * What a tool may use of the desk. `card` is emptied and hidden when the tool ends; `end()` ends it.
 * @typedef {{card: HTMLElement, end: () => void, mastLayer: any, [name: string]: any}} Desk
 * @typedef {{id: string, quiet?: boolean, start: (map: any, config: any, desk: Desk) => () => void}} Tool
 */

/** @type {Tool[]} */
const TOOLS = [measure, chooseArea, DAY_TOOL, VIEWS_TOOL, printTool];

const bar = document.getElementById("tools");
const opener = document.getElementById("open-tools");
const card = document.getElementById("tool-card");

/** @type {(map: any, config: any, desk: any) => {active: () => string | null, is: (id: string) => boolean, start: (id: string, given?: any) => void, end: () => void}} */
export function startTools(map, config, desk) {
  /** @type {{id: string, quiet: boolean, stop: () => void} | null} */
  let now = null;

  /** @type {(open: boolean) => void} */
  const unfold = (open) => {
    bar.classList.toggle("open", open);
    opener.setAttribute("aria-expanded", String(open));
  };
  const mark = () => {
    for (const button of bar.querySelectorAll("[data-tool]"))
      button.setAttribute("aria-pressed", String(button.getAttribute("data-tool") === now?.id));
    map.getContainer().classList.toggle("with-tool", now !== null && !now.quiet);
  };
  const end = () => {
    const ended = now;
    now = null;
    ended?.stop();
    card.replaceChildren();
    card.hidden = true;
    mark();
  };
  // `given` is what a tool begins with where it is called from elsewhere (a mast's sheet), not from its button.
  /** @type {(id: string, given?: any) => void} */
  const start = (id, given = null) => {
    end();
    unfold(false);
    const tool = TOOLS.find((one) => one.id === id);
    if (!tool) return;
    if (narrow.matches) desk.shut();
    card.hidden = false;
    const mine = { id, quiet: tool.quiet ?? false, stop: () => {} };
    now = mine;
    // A tool that needs the map for a while only says when it leaves clicks to the map again.
    /** @type {(on: boolean) => void} */
    const quiet = (on) => {
      mine.quiet = on;
      mark();
    };
    mine.stop = tool.start(map, config, { ...desk, card, end, given, quiet });
    mark();
  };

  bar.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("[data-tool]");
    if (!button) return;
    const id = button.getAttribute("data-tool");
    if (now?.id === id) end();
    else start(id);
  });
  // Enter on the map is a click on its middle: what a pointer does, a keyboard does.
  map.getContainer().addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (!now || now.quiet || event.key !== "Enter" || event.target !== map.getContainer()) return;
    const latlng = map.getCenter();
    map.fire("click", { latlng, containerPoint: map.latLngToContainerPoint(latlng), originalEvent: event });
  });
  opener.addEventListener("click", () => unfold(!bar.classList.contains("open")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    if (bar.classList.contains("open")) {
      unfold(false);
      opener.focus();
    } else if (now) {
      const button = /** @type {HTMLElement} */ (bar.querySelector(`[data-tool="${now.id}"]`));
      end();
      if (button?.offsetParent) button.focus();
    } else return;
    event.preventDefault();
  });
  keepForPaper(map);
  mark();
  return { active: () => (now && !now.quiet ? now.id : null), is: (id) => now?.id === id, start, end };
}
