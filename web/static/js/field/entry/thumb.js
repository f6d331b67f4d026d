// A photo in small with how far it has come.

import { button, el, icon } from "../dom.js";
import { get } from "../store.js";
import { drawingOf, drawOn } from "../visit/draw.js";
import { saidOfCode, showTime, t } from "../words.js";

const smallPicture = (small, row) =>
  small
    ? el("img", {
        src: URL.createObjectURL(small),
        alt: t("photo.at", { time: showTime(row.item.recorded_at) }),
        width: 72,
        height: 72,
        on: { load: (event) => URL.revokeObjectURL(event.target.src) },
      })
    : el("span", { class: "no-picture" }, icon("camera"));
export const pictureOf = async (row) =>
  smallPicture((await get("photos", row.item.photos[0]))?.small ?? null, row);

// `visitor`: whose visit it is, where it may be drawn on; the original has to be on the phone still.
export async function thumb(row, visitor = null) {
  const [sha] = row.item.photos;
  const known = await get("photos", sha);
  const state =
    row.state === "verified"
      ? "verified"
      : known?.state === "returned"
        ? "received"
        : row.state === "aside"
          ? "aside"
          : "kept";
  return el(
    "li",
    {},
    smallPicture(known?.small ?? null, row),
    el("span", { class: `state ${state}`, text: t(`state.${state}`) }),
    visitor && (await get("blobs", sha)) ? drawButton(visitor, row) : null,
    known?.code ? el("span", { class: "reason", text: saidOfCode(known.code, known.message) }) : null,
  );
}

function drawButton(visitor, row) {
  const drawn = Boolean(drawingOf(visitor.rows, row.item.photos[0])?.item.value);
  return button(
    t(drawn ? "draw.again" : "draw.on"),
    async () => {
      const held = await get("blobs", row.item.photos[0]);
      if (held && (await drawOn(visitor, row, held.blob)))
        for (const refresh of visitor.refreshers) refresh();
    },
    {
      class: "tap draw-on",
      "aria-label": `${t(drawn ? "draw.again" : "draw.on")}: ${t("photo.at", { time: showTime(row.item.recorded_at) })}`,
    },
  );
}
