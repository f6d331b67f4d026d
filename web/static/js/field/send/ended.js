// After a visit has ended: that it has, and the next mast of the day's round or of the list; sending goes on by itself.

import { nextOf } from "../day/day.js";
import { el, link } from "../dom.js";
import { t } from "../words.js";

/**
 * Null where no visit has just ended. `fill` looks again where it leads: the office may have ended the campaign meanwhile,
 * and the phone heard of it as it sent.
 */
export function endedCard(app) {
  const ended = app.finished;
  if (!ended) return null;
  const box = el("div", { class: "stack" });
  let shown = null;
  const fill = async () => {
    const next = await nextOf(app, ended.structure);
    if (shown === (next?.id ?? "")) return; // not drawn anew under a thumb
    shown = next?.id ?? "";
    const said = shown === ended.structure ? "mast.cable-only" : "send.next-mast";
    const on = next && link(t(said, { code: next.code }), `#/mast/${next.id}`, { class: "tap primary wide" });
    box.replaceChildren(
      ...[el("p", { class: "good", text: t("send.ended", { code: ended.code }) }), on].filter(Boolean),
    );
  };
  return { box, fill };
}
