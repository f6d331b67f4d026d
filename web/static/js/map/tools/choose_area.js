// The desk's tool "Chọn vùng": the board in the tool's card, the masts inside in the sheet, the area in the address.

import { narrow } from "../sheet.js";
import { AreaChooser } from "./area_chooser.js";

export const chooseArea = {
  id: "area",
  start(map, config, desk) {
    const template = /** @type {HTMLTemplateElement} */ (document.getElementById("area-card"));
    desk.card.replaceChildren(template.content.cloneNode(true));
    const found = desk.card.querySelector("[data-found]");
    const count = desk.card.querySelector("[data-count-inside]");
    const panel = document.getElementById("layers");
    const view = desk.given; // an address that came with an area, and perhaps with a mast beside it
    const besides = view && (view.mast || view.cable || view.spot || view.list);
    let text = "";

    // Whether the sheet shows the masts inside, and not a mast that was chosen meanwhile.
    const shown = () => Boolean(document.querySelector("#sheet-body > .chosen"));
    const filter = () => {
      const { operators, classes, states, everyone } = desk.mastLayer.filter;
      return { classes, states, ...(everyone ? {} : { operators }) };
    };
    const show = async () => {
      const query = new URLSearchParams({ area: text, ...filter() });
      desk.settle({ push: false });
      await desk.showPart(`${config.area.urls.show}?${query}`, config.texts);
    };
    let begins = Boolean(view);
    const changed = (now, answer) => {
      text = answer?.shape ? now : "";
      found.disabled = !text;
      count.textContent = text ? desk.mastLayer.format.format(answer.count) : "0";
      desk.area(now);
      if (!text && shown()) desk.shut();
      else if (text && (shown() || !(narrow.matches || (begins && besides)))) show();
      if (begins && !view.at) chooser.fit();
      begins = false;
    };
    const chooser = new AreaChooser(map, config, desk.card.querySelector("[data-area-board]"), changed);
    chooser.asked = filter;
    chooser.moded = (mode) => desk.quiet(!mode); // without a way to choose, a click opens a mast
    const again = () => {
      if (text) chooser.settle();
    };
    found.addEventListener("click", show);
    panel.addEventListener("change", again);
    desk.quiet(Boolean(view));
    if (view) chooser.put(view.area);
    else chooser.setMode("lasso");
    return () => {
      panel.removeEventListener("change", again);
      chooser.end();
      desk.area("");
      if (shown()) desk.shut({ push: false });
    };
  },
};
