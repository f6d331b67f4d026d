// Critical places: a square with a letter for each kind, never its colour alone; a press opens its page.
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

export function criticalLayer(data, { links = true } = {}) {
  return L.geoJSON(data, {
    pointToLayer({ properties }, at) {
      const html = document.createElement("b");
      html.textContent = LETTERS[properties.kind] ?? LETTERS.other;
      const icon = L.divIcon({
        className: `critical-mark ${properties.kind}`,
        html,
        iconSize: [18, 18],
      });
      const mark = L.marker(at, { icon, keyboard: false, interactive: true });
      mark.on("add", () => mark.getElement()?.setAttribute("aria-hidden", "true")); // listed on a page of its own
      mark.bindTooltip(words(properties.text), { className: "mast-tip" });
      if (links) mark.on("click", () => location.assign(properties.url));
      return mark;
    },
  });
}

export async function loadCritical(config) {
  const answer = await fetch(config.urls.critical);
  if (!answer.ok) throw new Error(String(answer.status));
  return criticalLayer(await answer.json());
}
