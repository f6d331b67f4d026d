// Signing at the foot of the mast: both sides sign on the glass what this visit holds; whatever is recorded later shows.

import { nextOf } from "../day/day.js";
import { button, el, field, link } from "../dom.js";
import { checklistOf, knownMast, wordsOfDefects } from "../pack.js";
import { rowsOf, signVisit, standing, visitOf } from "../record.js";
import { sha256, sha256OfItem } from "../send/canonical.js";
import { meta, setMeta } from "../store.js";
import { saidOfCode, t } from "../words.js";
import { handoverBox } from "./handover.js";
import { isTheirs } from "./theirs.js";

export const WIDTH = 900;
const HEIGHT = 300;
const LONGEST = 30000; // characters of a drawing; the server refuses more than 40,000
const SIDES = ["team", "unit"];

// What is signed: every item of the visit but signatures, each by its id and the hash that the server keeps too.
/** @type {(rows: ItemRow[]) => Promise<string>} */
export async function signedHash(rows) {
  const lines = await Promise.all(
    rows
      .filter((row) => row.kind !== "signature")
      .map(async (row) => `${row.id} ${await sha256OfItem(row.item)}`),
  );
  return sha256(new TextEncoder().encode(lines.sort().join("\n")));
}

export async function signScreen(app, here) {
  const [inspection] = here.params;
  const visit = await visitOf(inspection);
  if (!visit)
    return [el("h1", { text: t("visit.unknown") }), link(t("nav.list"), "#/", { class: "tap wide" })];
  const head = el("h1", { text: `${t("sign.title")} · ${visit.code}` });
  const back = link(t("nav.list"), "#/", { class: "tap wide" });
  if (isTheirs(app, visit))
    return [head, el("p", { class: "warning", text: t("visit.theirs", { by: visit.by }) }), back];
  const rows = await rowsOf(inspection);
  if (visit.archived || !rows.length) return [head, el("p", { text: t("sign.gone") }), back];
  const told = el("p", { class: "sub", text: t("sign.what", { count: rows.length }) });
  const next = await nextOf(app, visit.structure); // as after a visit that nobody signs
  const parts = SIDES.map((side) => signBox(visit, side, rows, here));
  return [
    head,
    told,
    ...(await Promise.all(parts)),
    handoverBox({
      visit,
      mast: knownMast(app, visit.structure),
      checklist: await checklistOf(visit.checklist, visit.checklist_version),
      vocabulary: await wordsOfDefects(app),
      rows: standing(rows),
    }),
    ...(next
      ? [link(t("home.next", { code: next.code }), `#/mast/${next.id}`, { class: "tap primary wide" })]
      : []),
    link(t("nav.send"), "#/send", { class: next ? "tap wide" : "tap primary wide" }),
    back,
  ];
}

async function signBox(visit, side, rows, here) {
  const box = el("section", { class: "sign-box", "aria-label": t(`sign.${side}`) });
  const last = rows.filter((row) => row.kind === "signature" && row.entry === side).at(-1);
  const later = last
    ? rows.filter((row) => row.kind !== "signature" && row.item.seq > last.item.seq).length
    : 0;
  if (last) {
    box.replaceChildren(
      el("h2", { text: t(`sign.${side}`) }),
      signedCard(last),
      ...(later ? [el("p", { class: "warning", text: t("sign.later", { count: later }) })] : []),
    );
    box.append(
      button(t("sign.anew"), async () => box.replaceChildren(...(await form(visit, side, box, here))), {
        class: "tap wide",
      }),
    );
    return box;
  }
  box.replaceChildren(...(await form(visit, side, box, here)));
  return box;
}

function signedCard(row) {
  const { signer } = row.item;
  return el(
    "div",
    { class: "signed" },
    el("p", {
      class: signer.refused ? "warning" : "good",
      text: signer.refused ? `${t("sign.refused")}: ${signer.refused}` : t("sign.done"),
    }),
    el("p", { text: [signer.name, signer.post, signer.phone].filter(Boolean).join(", ") }),
    signer.refused ? null : drawing(row.item.value),
  );
}

/** @type {(path: string) => SVGElement} */
function drawing(path) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  for (const [name, value] of Object.entries({
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    class: "signed-ink",
    role: "img",
    "aria-label": t("sign.ink"),
  }))
    svg.setAttribute(name, value);
  const line = document.createElementNS(space, "path");
  for (const [name, value] of Object.entries({
    d: path,
    fill: "none",
    stroke: "#000",
    "stroke-width": "5",
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
  }))
    line.setAttribute(name, value);
  svg.append(line);
  return svg;
}

async function form(visit, side, box, here) {
  const known = side === "team" ? await meta(`signer:${visit.by}`, {}) : {};
  const input = (name, extra = {}) =>
    el("input", {
      type: "text",
      class: "big",
      maxlength: 100,
      autocomplete: "off",
      value: known[name] ?? "",
      ...extra,
    });
  const name = input("name");
  const post = input("post");
  const phone = input("phone", { type: "tel", inputmode: "tel", maxlength: 40 });
  const refused = input("refused", { maxlength: 300 });
  const glass = glassOf();
  const told = el("p", { class: "reason", role: "alert" });
  const keep = async (reason) => {
    const signer = {
      name: name.value.trim(),
      post: post.value.trim(),
      phone: phone.value.trim(),
      refused: reason,
    };
    if (!signer.name && !reason) told.textContent = t("sign.no-name");
    else if (!reason && !glass.drawn()) told.textContent = t("sign.no-ink");
    else {
      try {
        if (side === "team")
          await setMeta(`signer:${visit.by}`, { name: signer.name, post: signer.post, phone: signer.phone });
        const held = await rowsOf(visit.inspection);
        const digest = await signedHash(held);
        signer.count = String(held.filter((row) => row.kind !== "signature").length);
        await signVisit(visit, { entry: side, value: reason ? "" : glass.path(), raw: digest, signer });
        const rows = await rowsOf(visit.inspection);
        box.replaceWith(await signBox(visit, side, rows, here));
      } catch (error) {
        told.textContent = saidOfCode(error.code ?? "FIELD-PHONE-STORE");
      }
    }
  };
  return [
    el("h2", { text: t(`sign.${side}`) }),
    field(t("sign.name"), name),
    field(t("sign.post"), post),
    side === "unit" ? field(t("sign.phone"), phone) : null,
    el("p", { class: "label", "aria-hidden": "true", text: t("sign.glass") }),
    glass.canvas,
    told,
    el(
      "div",
      { class: "row-buttons" },
      button(t("sign.wipe"), glass.wipe),
      button(t("sign.keep"), () => keep(""), { class: "tap primary" }),
    ),
    side === "unit"
      ? el(
          "details",
          { class: "more" },
          el("summary", { class: "tap", text: t("sign.refuses") }),
          field(t("sign.reason"), refused),
          button(
            t("sign.keep-refusal"),
            () => (refused.value.trim() ? keep(refused.value.trim()) : refused.focus()),
            { class: "tap wide" },
          ),
        )
      : null,
  ].filter(Boolean);
}

// A glass to sign on: its strokes as an SVG path of whole numbers, so that both sides keep the very same.
function glassOf() {
  const canvas = el("canvas", {
    width: WIDTH,
    height: HEIGHT,
    class: "glass",
    tabindex: 0,
    role: "img",
    "aria-label": t("sign.glass"),
  });
  const ink = canvas.getContext("2d");
  let path = "";
  let pen = null;
  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    const clamp = (value, most) => Math.round(Math.min(Math.max(value, 0), most));
    return [
      clamp(((event.clientX - box.left) / box.width) * WIDTH, WIDTH),
      clamp(((event.clientY - box.top) / box.height) * HEIGHT, HEIGHT),
    ];
  };
  ink.lineWidth = 5;
  ink.lineCap = ink.lineJoin = "round";
  canvas.addEventListener("pointerdown", (event) => {
    pen = event.pointerId;
    canvas.setPointerCapture(pen);
    const [x, y] = at(event);
    path += `M${x} ${y}`;
    ink.beginPath();
    ink.moveTo(x, y);
    event.preventDefault();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (event.pointerId !== pen || path.length > LONGEST) return;
    const [x, y] = at(event);
    path += `L${x} ${y}`;
    ink.lineTo(x, y);
    ink.stroke();
  });
  for (const end of ["pointerup", "pointercancel"])
    canvas.addEventListener(end, () => {
      pen = null;
    });
  return {
    canvas,
    path: () => path,
    drawn: () => path.includes("L"),
    wipe: () => {
      path = "";
      ink.clearRect(0, 0, WIDTH, HEIGHT);
    },
  };
}
