// What a pack says of its background, how much of it is on the phone, and the fetching of the rest.
import { button, el } from "../dom.js";
import { showNumber, showSize } from "../numbers.js";
import { all, meta, setMeta } from "../store.js";
import { lang, t } from "../words.js";
import { dropTiles, fetchTiles, heldOf } from "./tiles.js";

// "8,4 MB, tới mức đường làng quanh 12 cột": what the office chose for this pack.
export const backgroundWords = (background) =>
  background.close
    ? t("ground.what", {
        size: showSize(background.bytes, lang),
        count: showNumber(background.close, lang),
      })
    : t("ground.what-coarse", { size: showSize(background.bytes, lang) });

// What every pack needs, the chosen one first; what no pack needs any more goes. Where the phone saves data, a tap
// begins it.
/** @type {(app: any, step: (held: any) => void) => Promise<void>} */
export async function loadBackgrounds(app, step) {
  const needed = (await all("packs")).map(({ data }) => data.background?.key).filter(Boolean);
  await dropTiles(new Set(needed));
  const { connection } = /** @type {any} */ (navigator);
  if (connection?.saveData && !(await meta("tiles-anyway"))) return;
  const own = [app.pack, ...app.packs].map((pack) => pack?.background?.key).filter(Boolean);
  for (const key of new Set(own)) {
    const held = await fetchTiles(key, step);
    step(held);
    if (!held.whole) return; // no network now: the next time goes on from there
  }
}

export function backgroundLine(app, here) {
  const background = app.pack?.background;
  if (!background) return null;
  const said = el("p", { class: "hint", role: "status" });
  const room = el("div", {});
  const box = el("div", { id: "background" }, said, room);
  let asked = false;
  const show = (held) => {
    const share = held.size ? Math.floor((100 * held.bytes) / held.size) : 0;
    const state = held.whole
      ? t("ground.held")
      : held.size
        ? t("ground.part", { share: showNumber(share, lang) })
        : t("ground.missing");
    said.textContent = `${backgroundWords(background)} · ${state}${background.rough ? ` · ${t("ground.rough")}` : ""}`;
    box.dataset.whole = String(held.whole);
    if (held.whole) room.replaceChildren();
    else if (!room.firstChild) room.replaceChildren(button(t("ground.load"), load, { class: "tap wide" }));
  };
  async function load() {
    asked = true;
    await setMeta("tiles-anyway", true);
    const held = await fetchTiles(background.key, show);
    show(held);
    if (!held.whole)
      said.textContent = t("ground.broken", {
        share: showNumber(Math.floor((100 * held.bytes) / (held.size || background.bytes)), lang),
      });
  }
  const look = () => heldOf(background.key).then((held) => (asked && !held.whole ? null : show(held)));
  look();
  app.onBackground = (held) => held.key === background.key && show(held);
  const before = here.leave;
  here.leave = async () => {
    app.onBackground = null;
    await before?.();
  };
  return box;
}
