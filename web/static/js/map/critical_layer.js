// Critical places: a square with a letter for each kind, never its colour alone; a press opens its page.
import { layOut } from "./ground/ground.js";
import { NearLayer } from "./near_layer.js";

const { L } = window;
const LETTERS = {
  committee: "U",
  hospital: "Y",
  dyke_post: "D",
  police: "A",
  shelter_school: "S",
  other: "•",
};

function words(text) {
  const made = document.createElement("span");
  made.textContent = text;
  return made;
}

// `over(event)` says whether something that is chosen first lies where one pressed: then the press is the map's.
export function criticalLayer(data, { links = true, pane = "markerPane", over = (_event) => false } = {}) {
  return L.geoJSON(data, {
    pointToLayer({ properties }, at) {
      const html = document.createElement("b");
      html.textContent = LETTERS[properties.kind] ?? LETTERS.other;
      const icon = L.divIcon({
        className: `critical-mark ${properties.kind}`,
        html,
        iconSize: [18, 18],
      });
      const mark = L.marker(at, { icon, keyboard: false, interactive: true, pane });
      mark.on("add", () => mark.getElement()?.setAttribute("aria-hidden", "true")); // listed on a page of its own
      mark.bindTooltip(words(properties.text), { className: "mast-tip" });
      if (links)
        mark.on("click", (event) => {
          if (!over(event)) location.assign(properties.url);
        });
      return mark;
    },
  });
}

// On the desk: below the masts, and from near.
export async function loadCritical(map, config, { from, over }) {
  layOut(map, ["places"]);
  const answer = await fetch(config.urls.critical);
  if (!answer.ok) throw new Error(String(answer.status));
  return new NearLayer(criticalLayer(await answer.json(), { pane: "places", over }), from);
}
