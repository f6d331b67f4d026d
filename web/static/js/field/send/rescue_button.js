// The button that makes a rescue file: on the screen of sending, and before a PIN that was forgotten.
import { button, el } from "../dom.js";
import { showSize } from "../numbers.js";
import { unwritten } from "../safe.js";
import { lang, saidOfCode, t } from "../words.js";
import { handOver, rescueFile } from "./rescue.js";

/** The moment on Vietnam's clock for a file's name: 2026-11-27-00-58. */
const stamp = (at) => new Date(at.getTime() + 7 * 3600e3).toISOString().slice(0, 16).replace(/[:T]/g, "-");

export function rescueButton() {
  const told = el("p", { role: "status", class: "hint" });
  return el(
    "div",
    {},
    button(
      t("rescue.make"),
      async () => {
        try {
          const file = await rescueFile();
          const lacking = unwritten(); // on the screen alone: a file is made of what is written
          const lacks = lacking ? t("rescue.lacks", { count: lacking }) : "";
          if (!file) {
            told.textContent = lacks || t("rescue.nothing");
            return;
          }
          const how = await handOver(file, `bts-cuu-ho-${stamp(new Date())}.zip`);
          const saved = how ? t(`rescue.${how}`, { size: showSize(file.size, lang) }) : "";
          told.textContent = [saved, lacks].filter(Boolean).join(" ");
        } catch (error) {
          told.textContent = saidOfCode(error.code ?? "FIELD-PHONE-STORE");
        }
      },
      { class: "tap wide" },
    ),
    told,
  );
}
