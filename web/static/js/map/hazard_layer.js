// What is warned of now, low ground and slopes, roads that are cut: drawn alike on the desk and on their own pages.
import { css } from "./ground/ground.js";

const { L } = window;
/** @type {Record<string, () => any>} */
const STYLES = {
  warned: () => ({ color: css("--review"), weight: 1.5, fillColor: css("--review"), fillOpacity: 0.14 }),
  ground: () => ({ color: css("--accent"), weight: 2, dashArray: "5 4", fillOpacity: 0.08 }),
  road: () => ({ color: css("--fail"), weight: 4, fillOpacity: 0.3 }),
};

/** @type {(text: string) => HTMLElement} */
function words(text) {
  const made = document.createElement("span");
  made.textContent = text;
  return made;
}

/** @type {(data: any, more?: any) => any} */
export function hazardLayer(data, more = {}) {
  return L.geoJSON(data, {
    ...more,
    style: (feature) => STYLES[feature.properties.kind](),
    onEachFeature: (feature, layer) => layer.bindTooltip(words(feature.properties.words), { sticky: true }),
  });
}

/** @type {(config: any) => Promise<any>} */
export async function loadHazards(config) {
  const answer = await fetch(`${config.urls.hazards}?lang=${config.lang}`);
  if (!answer.ok) throw new Error(String(answer.status));
  return hazardLayer(await answer.json());
}
