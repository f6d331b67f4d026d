import assert from "node:assert/strict";
import { test } from "node:test";
import { nameZoom } from "../../../../web/static/js/map/ground/zoom_words.js";

test("the zoom buttons speak the page's language, and a map without them is left alone", () => {
  const said = {};
  const button = {
    set title(text) {
      said.title = text;
    },
    setAttribute: (name, text) => {
      said[name] = text;
    },
  };
  const asked = [];
  const container = {
    querySelector: (name) => {
      asked.push(name);
      return name.endsWith("-in") ? button : null;
    },
  };
  nameZoom({ getContainer: () => container }, { zoomIn: "Phóng to", zoomOut: "Thu nhỏ" });
  assert.deepEqual(said, { title: "Phóng to", "aria-label": "Phóng to" });
  assert.deepEqual(asked, [".leaflet-control-zoom-in", ".leaflet-control-zoom-out"]);
});
