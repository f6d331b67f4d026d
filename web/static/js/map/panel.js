// The panel: what is shown (operators, classes, states, layers), how much of it is in view, and the legend.
import { USUAL_HIDDEN } from "./address.js";

const panel = document.getElementById("layers");
const opener = document.getElementById("open-layers");

export function startPanel(config, mastLayer, { changed, layer }) {
  const boxes = [...panel.querySelectorAll("input[type=checkbox]")];
  const filters = boxes.filter((box) => box.dataset.filter);
  const layers = boxes.filter((box) => box.dataset.layer);
  const format = mastLayer.format;

  const nameOf = (box) => {
    if (box.dataset.layer) return `layer-${box.dataset.layer}`;
    const value = box.dataset.filter === "operator" ? config.operators[Number(box.value)].code : box.value;
    return `${box.dataset.filter}-${value}`;
  };
  const bits = (facet, codes) =>
    filters
      .filter((box) => box.dataset.filter === facet && box.checked)
      .reduce((mask, box) => mask | (1 << codes(box.value)), 0);

  const filter = () => {
    const operators = bits("operator", Number);
    mastLayer.setFilter({
      operators,
      classes: bits("class", (code) => config.classes.findIndex((item) => item.code === code)),
      states: bits("state", (code) => config.states.findIndex((item) => item.code === code)),
      everyone: filters.every((box) => box.dataset.filter !== "operator" || box.checked),
    });
  };
  const hidden = () => boxes.filter((box) => !box.checked).map(nameOf);

  panel.addEventListener("change", ({ target }) => {
    if (target.dataset.layer) layer(target.dataset.layer, target.checked, true);
    else filter();
    changed(hidden());
  });
  opener.addEventListener("click", () => toggle(opener.getAttribute("aria-expanded") !== "true"));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && panel.classList.contains("open")) {
      event.preventDefault();
      toggle(false);
      opener.focus();
    }
  });

  function toggle(wanted) {
    panel.classList.toggle("open", wanted);
    opener.setAttribute("aria-expanded", String(wanted));
  }

  let waiting = 0;
  return {
    close: () => toggle(false),
    isOn: (name) => layers.find((box) => box.dataset.layer === name)?.checked, // undefined: it has no box
    setHidden(names) {
      for (const box of boxes) box.checked = !names.includes(nameOf(box));
      filter();
      for (const box of layers) layer(box.dataset.layer, box.checked);
    },
    onlyOperator(code) {
      for (const box of filters)
        if (box.dataset.filter === "operator")
          box.checked = config.operators[Number(box.value)].code === code;
      filter();
      changed(hidden());
    },
    // How many zones of a layer are on the map: on a past day others than today.
    countZones(name, count) {
      const output = layers
        .find((box) => box.dataset.layer === name)
        ?.closest(".choice")
        .querySelector(".count");
      if (output && count !== undefined) output.textContent = format.format(count);
    },
    // Counting is put off to the next picture, so that it never holds up the drawing.
    count() {
      cancelAnimationFrame(waiting);
      waiting = requestAnimationFrame(() => {
        const found = mastLayer.count();
        document.getElementById("count-view").textContent = format.format(found.view);
        for (const output of panel.querySelectorAll("[data-count]")) {
          const [facet, code] = [
            output.dataset.count.split("-")[0],
            output.dataset.count.split("-").slice(1).join("-"),
          ];
          const index =
            facet === "operator"
              ? Number(code)
              : config[facet === "class" ? "classes" : "states"].findIndex((item) => item.code === code);
          output.textContent = format.format(found[facet][index]);
        }
      });
    },
    drawSigns(draw) {
      for (const canvas of panel.querySelectorAll("canvas.sign")) {
        const ctx = canvas.getContext("2d");
        ctx.scale(2, 2);
        ctx.translate(canvas.width / 4, canvas.height / 4);
        const { operator, state } = canvas.dataset;
        const kind = canvas.dataset.class;
        const colours = operator !== undefined ? [config.operators[Number(operator)].colour] : ["#41525e"];
        const shape =
          kind !== undefined
            ? config.classes.find((item) => item.code === kind).shape
            : operator !== undefined
              ? "disc"
              : "triangle";
        draw(ctx, 7, shape, colours, state ?? "in_service");
      }
    },
    usual: USUAL_HIDDEN,
  };
}
