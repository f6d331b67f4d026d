// Checking a line: drawn, pasted or from a file; findings with their evidence on the map. Nothing is written.
import { cableStyle, drawSwatch } from "../map/cable_signs.js";
import { Editor } from "../map/editor.js";
import { css, fit } from "../map/ground/ground.js";
import { length } from "../map/tools/geodesy.js";
import { ground, surroundings } from "./ground.js";

const { L } = window;
const { map, config } = window.btsDesk;
const { texts } = config;
const byId = (id) => document.getElementById(id);
const number = (value, decimals) =>
  new Intl.NumberFormat(config.lang === "vi" ? "vi-VN" : "en-GB", { maximumFractionDigits: decimals }).format(
    value,
  );

map.createPane("proof").style.zIndex = "430";
map.getPane("proof").style.pointerEvents = "none";
ground(map, config, 1);
for (const canvas of document.querySelectorAll("canvas[data-cable]")) drawSwatch(canvas);
L.geoJSON(config.features, {
  pane: "zones",
  interactive: false,
  style: (feature) => cableStyle(feature.properties),
}).addTo(map);

// ---- evidence ---------------------------------------------------------------------------------------------
const proof = L.layerGroup().addTo(map);
function showEvidence(root) {
  proof.clearLayers();
  for (const item of root.querySelectorAll("[data-evidence]")) {
    const colour = css(`--${item.dataset.outcome}`);
    const plain = { color: colour, weight: 5, opacity: 0.75, fill: false };
    const layer = L.geoJSON(JSON.parse(item.dataset.evidence), {
      pane: "proof",
      interactive: false,
      style: plain,
      pointToLayer: (_, at) =>
        L.circleMarker(at, { pane: "proof", interactive: false, radius: 8, ...plain, weight: 3 }),
    }).addTo(proof);
    item.querySelector("[data-evidence-show]").addEventListener("click", () => {
      for (const one of proof.getLayers())
        one.setStyle({ weight: one === layer ? 9 : 4, opacity: one === layer ? 1 : 0.4 });
      fit(map, layer.getBounds().pad(0.4), { maxZoom: 18 });
      if (window.matchMedia("(max-width: 1000px)").matches)
        document.querySelector(".board-map").scrollIntoView({ block: "nearest" });
    });
  }
}
showEvidence(document);

// ---- a proposed line ----------------------------------------------------------------------------------------
const form = byId("check-form");
if (form) {
  const token = document.querySelector("input[name=csrf_token]").value;
  const refusal = byId("refusal");
  const say = (message, remedy = "") => {
    refusal.querySelector(".refusal-message").textContent = message;
    refusal.querySelector(".refusal-remedy").textContent = remedy;
    refusal.hidden = false;
    refusal.scrollIntoView({ block: "nearest" });
    refusal.focus();
  };
  /** @param {Record<string, string>} [headers] */
  async function post(url, body, headers = { "Content-Type": "application/json" }) {
    refusal.hidden = true;
    try {
      const answer = await fetch(url, {
        method: "POST",
        headers: { Accept: "application/json", "X-CSRFToken": token, ...headers },
        body,
      });
      const data = await answer.json();
      if (answer.ok) return data;
      say(data.error.message, data.error.remedy);
    } catch {
      say(texts.failed);
    }
    return null;
  }
  const editor = new Editor(map, {
    texts,
    colour: css("--accent"),
    changed: (made) => {
      const { points } = made;
      byId("undo").disabled = !made.past.length;
      byId("clear").disabled = !points.length;
      const metres = length(points.map((point) => [point.lng, point.lat])); // as the register measures it
      byId("measure").textContent = points.length
        ? `${number(points.length, 0)} ${texts.points} · ${texts.length} ${number(metres, 0)} m`
        : "";
      if (document.activeElement !== byId("points"))
        byId("points").value = points
          .map((point) => `${point.lat.toFixed(7)}, ${point.lng.toFixed(7)}`)
          .join("\n");
    },
  });
  editor.setKind("line");
  map.on("click", (event) => editor.add(event.latlng));
  map.doubleClickZoom.disable();
  byId("undo").addEventListener("click", () => editor.undo());
  byId("clear").addEventListener("click", () => editor.clear());
  document.addEventListener("keydown", (event) => {
    if (
      (event.ctrlKey || event.metaKey) &&
      event.key.toLowerCase() === "z" &&
      !(/** @type {HTMLElement} */ (event.target).closest("input, textarea, select"))
    ) {
      event.preventDefault();
      editor.undo();
    }
  });
  const put = (points) => {
    editor.put(points.map(([lon, lat]) => [lat, lon]));
    fit(map, L.latLngBounds(editor.points).pad(0.3), { maxZoom: 18 });
  };
  const apply = async () => {
    const data = await post(config.urls.points, JSON.stringify({ text: byId("points").value }));
    if (data?.points.length) put(data.points);
    return Boolean(data);
  };
  byId("points-apply").addEventListener("click", apply);
  let lines = [];
  let others = [];
  byId("file-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const data = await post(config.urls.file, new FormData(event.target), {});
    if (!data) return;
    lines = data.lines;
    byId("file-line").replaceChildren(
      ...[{ label: texts.choose }, ...lines].map((line, i) => {
        const option = document.createElement("option");
        option.value = String(i - 1);
        option.textContent = line.label;
        return option;
      }),
    );
    others = data.others;
    byId("file-others").textContent = others.join(". ");
    byId("file-lines").hidden = false;
    if (lines.length === 1) {
      byId("file-line").value = "0";
      take();
    }
  });
  const take = () => {
    const line = lines[Number(byId("file-line").value)];
    if (!line) return;
    put(line.points);
    byId("cable_mount").value = line.mount; // "" chooses none: the check asks for it
    byId("file-others").textContent = [...others, ...(line.mount ? [] : [texts.mount])].join(". ");
  };
  byId("file-line").addEventListener("change", take);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    // what was pasted and not put on the map yet is the line that is meant
    if (!editor.drawn() && byId("points").value.trim() && !(await apply())) return;
    const drawn = editor.drawn();
    if (!drawn) {
      say(texts.need);
      return;
    }
    if (!byId("cable_mount").value) {
      say(texts.mount);
      return;
    }
    byId("run").disabled = true;
    const data = await post(
      config.urls.check,
      JSON.stringify({ points: drawn.points, fields: Object.fromEntries(new FormData(form)) }),
    );
    byId("run").disabled = false;
    if (!data) return;
    byId("findings").innerHTML = data.html; // made by our own template, every value escaped
    const sums = new Map();
    for (const one of byId("findings").querySelectorAll(".outcome")) {
      const word = one.textContent.trim();
      sums.set(word, (sums.get(word) ?? 0) + 1);
    }
    byId("found-counts").textContent = [...sums].map(([word, n]) => `${n} ${word}`).join(" · ");
    byId("found").hidden = false;
    showEvidence(byId("findings"));
    byId("found").focus();
    byId("found").scrollIntoView({ block: "start" });
  });
}

fit(map, config.box, { maxZoom: 18 });
await surroundings(map, config);
document.body.dataset.ready = "1";
