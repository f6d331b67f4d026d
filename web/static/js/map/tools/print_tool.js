// The tool "In bản đồ": the form of a printed sheet beside a frame on the map that shows what will be on the paper.
import { readAddress } from "../address.js";
import { narrow } from "../sheet.js";

const { L } = window;
const METRE_LAT = 1 / 110_900; // degrees; the frame is a picture of the sheet, the sheet itself is measured by the server
const RADIANS = Math.PI / 180;

// The corners of a sheet of the grid's north around a place, as [lat, lon].
/** @type {(at: {lat: number, lng: number}, wide: number, high: number, meridian: number) => [number, number][]} */
export function corners(at, wide, high, meridian) {
  const turn = (at.lng - meridian) * RADIANS * Math.sin(at.lat * RADIANS);
  const metreLon = METRE_LAT / Math.cos(at.lat * RADIANS);
  return [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ].map(([x, y]) => {
    const [east, north] = [(x * wide) / 2, (y * high) / 2];
    const [right, up] = [
      east * Math.cos(turn) + north * Math.sin(turn),
      north * Math.cos(turn) - east * Math.sin(turn),
    ];
    return [at.lat + up * METRE_LAT, at.lng + right * metreLon];
  });
}

// The largest of the scales at which so many metres fit into so many millimetres.
/** @type {(metres: [number, number], frame: [number, number], scales: number[]) => number} */
export function fitting(metres, frame, scales) {
  const needed = Math.max(metres[0] / frame[0], metres[1] / frame[1]) * 1000;
  return scales.find((scale) => scale >= needed) ?? scales[scales.length - 1];
}

export const printTool = {
  id: "print",
  quiet: true, // clicks on the map stay the map's
  /** @type {(map: any, config: any, desk: any) => () => void} */
  start(map, config, { card }) {
    const outline = L.polygon([], { interactive: false, fill: false, color: "#0d3b4f", weight: 2.5 }).addTo(
      map,
    );
    const format = new Intl.NumberFormat(config.lang === "vi" ? "vi-VN" : "en-GB", {
      maximumFractionDigits: 1,
    });
    let over = false;
    /** @type {() => void} */
    let follow = () => {};

    // The part of the map that the card leaves free, in pixels: beside it, above it on a phone.
    const free = () => {
      const { x, y } = map.getSize();
      const [box, own] = [card.getBoundingClientRect(), map.getContainer().getBoundingClientRect()];
      if (narrow.matches) return { left: 0, top: 0, right: x, bottom: Math.max(box.top - own.top, y / 4) };
      return { left: Math.min(box.right - own.left, x / 2), top: 0, right: x, bottom: y };
    };
    const begin = () => {
      const form = card.querySelector("form");
      const { frames, fitting: scales, meridian } = form.dataset;
      const [known, rounds] = [JSON.parse(frames), JSON.parse(scales)];
      const field = (/** @type {string} */ name) => form.elements.namedItem(name);
      const size = form.querySelector("#print-size");

      const seen = () => {
        const { left, top, right, bottom } = free();
        return L.latLngBounds(
          map.containerPointToLatLng([left, bottom]),
          map.containerPointToLatLng([right, top]),
        );
      };
      const scale = () => {
        const asked = field("scale").value;
        if (asked !== "fit") return Number(asked);
        const box = seen();
        const high = map.distance(box.getSouthWest(), box.getNorthWest());
        const wide = map.distance(box.getSouthWest(), box.getSouthEast());
        return fitting([wide, high], known[`${field("paper").value}-${field("landscape").value}`], rounds);
      };
      const frame = () => {
        const at = seen().getCenter();
        const [wide, high] = known[`${field("paper").value}-${field("landscape").value}`];
        const metres = scale() / 1000;
        outline.setLatLngs(corners(at, wide * metres, high * metres, Number(meridian)));
        size.textContent = `1:${format.format(scale())}, ${format.format((wide * metres) / 1000)} × ${format.format((high * metres) / 1000)} km`;
      };
      follow = () => {
        const box = seen();
        const at = box.getCenter();
        field("lat").value = at.lat.toFixed(6);
        field("lon").value = at.lng.toFixed(6);
        field("box").value = [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()]
          .map((edge) => edge.toFixed(6))
          .join(",");
        frame();
      };
      map.on("move zoomend", follow);
      form.addEventListener("change", () => {
        follow();
        if (field("scale").value === "fit") return;
        const bounds = outline.getBounds();
        // a frame that is larger than the view, or too small to be seen, is brought into it
        const box = seen();
        const share = (bounds.getEast() - bounds.getWest()) / (box.getEast() - box.getWest());
        if (box.contains(bounds) && share >= 0.2) return;
        const { left, bottom } = free();
        map.fitBounds(bounds, {
          animate: false,
          paddingTopLeft: [left + 16, 16],
          paddingBottomRight: [16, map.getSize().y - bottom + 16],
        });
      });
      form.addEventListener("submit", () => {
        const { hidden, day } = readAddress(); // as panel and slider stand now
        field("hide").value = hidden.join(",");
        field("asof").value = day ?? "";
        follow();
      });
      follow();
    };

    const box = map.getBounds();
    const query = new URLSearchParams({
      box: [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()]
        .map((edge) => edge.toFixed(6))
        .join(","),
      hide: readAddress().hidden.join(","),
    });
    fetch(`${config.urls.print}?${query}`, { headers: { "X-Part": "1" } })
      .then(async (answer) => {
        if (!answer.ok) throw new Error(String(answer.status));
        const text = await answer.text();
        if (over) return;
        card.innerHTML = text;
        begin();
        card.querySelector("input[name=paper]")?.focus();
      })
      .catch(() => {
        if (!over) card.textContent = config.texts.failed;
      });

    return () => {
      over = true;
      map.off("move zoomend", follow);
      outline.remove();
    };
  },
};

// The browser's own printing shrinks the map as a picture: the sizes that its style needs, kept in step.
/** @type {(map: any, wide?: number, high?: number) => void} */
export function keepForPaper(map, wide = 690, high = 480) {
  const fit = () => {
    const { x, y } = map.getSize();
    if (!x || !y || matchMedia("print").matches) return;
    const share = Math.min(wide / x, high / y, 1);
    const look = document.documentElement.style;
    look.setProperty("--map-wide", `${x}px`);
    look.setProperty("--map-high", `${y}px`);
    look.setProperty("--map-share", String(share));
    look.setProperty("--paper-wide", `${Math.ceil(x * share)}px`);
    look.setProperty("--paper-high", `${Math.ceil(y * share)}px`);
  };
  map.on("resize", fit);
  fit();
}
