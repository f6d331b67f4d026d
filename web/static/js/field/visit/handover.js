// What the carrier's representative takes along without a network: the visit in words, in codes that any phone reads.
import qrcode from "../../../vendor/qrcode/qrcode.js";
import { el } from "../dom.js";
import { lastReading } from "../entry/answers.js";
import { askedOf } from "../entry/asked.js";
import { lang, said, showDay, showTime, t } from "../words.js";
import { valueWords } from "./limits.js";
import { faulty, noneBecause } from "./notice.js";

const LARGEST = 600; // bytes of text in one code: 93 modules a side, which a phone reads off a screen
const BEFORE = /\[.*$/; // the row of an answer that repeats: tension[T3/2]

qrcode.stringToBytes = (text) => [...new TextEncoder().encode(text)];

// The visit in lines: what is wrong first, so that the first code holds it.
/** @type {(about: {visit: Visit, mast: any, checklist: any, vocabulary: any, rows: ItemRow[]}) => string[]} */
export function visitLines({ visit, mast, checklist, vocabulary, rows }) {
  const asked = new Map(askedOf(checklist, mast, rows).map((entry) => [entry.code, entry]));
  const base = (key) => checklist?.entries.find((entry) => entry.code === key.replace(BEFORE, ""));
  const entryOf = (key) => asked.get(key) ?? base(key); // as it was asked, with what its limit rests on
  const lineOf = (row) => {
    const part = BEFORE.exec(row.entry)?.[0] ?? "";
    return `${said(base(row.entry)?.words) || row.entry}${part}: ${valueWords(entryOf(row.entry), row.item)}`;
  };
  const followed = [...asked.values()].flatMap((entry) =>
    entry.compute ? (lastReading(rows, entry) ?? []) : [],
  );
  const readings = [...rows.filter((row) => row.kind === "reading"), ...followed].filter((row) =>
    valueWords(entryOf(row.entry), row.item),
  );
  const beyond = readings.filter((row) => {
    const entry = entryOf(row.entry);
    return entry && faulty({ mast }, entry, row.item);
  });
  // what the inspector decided to be no defect is told with his reason
  const decided = (row) => {
    const entry = entryOf(row.entry);
    return entry ? noneBecause({ mast, rows }, entry) : null;
  };
  const ended = visit.finished_at || visit.started_at;
  const signed = rows.filter((row) => row.kind === "signature").map((row) => row.item.signer ?? {});
  return [
    `${t("handover.title")} ${visit.code}`,
    `${showTime(ended)} ${showDay(ended)}`,
    ...rows
      .filter((row) => row.kind === "defect")
      .map(
        (row) =>
          `! ${said(vocabulary?.defects[row.item.defect]?.words) || row.item.defect}${row.item.note ? `: ${row.item.note}` : ""}`,
      ),
    ...beyond.filter((row) => decided(row) === null).map((row) => `! ${lineOf(row)}`),
    ...beyond.map(decided).filter((reason) => reason !== null),
    ...readings.filter((row) => !beyond.includes(row)).map(lineOf),
    ...signed.map((one) =>
      one.refused ? `${t("sign.refused")}: ${one.refused}` : [one.name, one.post].filter(Boolean).join(", "),
    ),
  ];
}

// Lines put together into texts of at most LARGEST bytes, each with its number: "2/3".
/** @type {(lines: string[], largest?: number) => string[]} */
export function partsOf(lines, largest = LARGEST) {
  const size = (text) => new TextEncoder().encode(text).length;
  const room = largest - 8; // for "12/34\n"
  const whole = lines.flatMap((line) => {
    const found = [""];
    for (const letter of line) {
      if (size(found.at(-1) + letter) > room) found.push("");
      found[found.length - 1] += letter;
    }
    return found;
  });
  const parts = [];
  for (const line of whole) {
    const longer = parts.length ? `${parts.at(-1)}\n${line}` : line;
    if (parts.length && size(longer) <= room) parts[parts.length - 1] = longer;
    else parts.push(line);
  }
  return parts.length > 1 ? parts.map((part, at) => `${at + 1}/${parts.length}\n${part}`) : parts;
}

// A code as a picture: dark on light with its quiet border, whatever the screen's colours.
/** @type {(text: string, label: string) => SVGElement} */
export function codeOf(text, label) {
  const made = qrcode(0, "M");
  made.addData(text);
  made.make();
  const count = made.getModuleCount();
  let path = "";
  for (let y = 0; y < count; y += 1)
    for (let x = 0; x < count; x += 1) if (made.isDark(y, x)) path += `M${x + 4} ${y + 4}h1v1h-1z`;
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  for (const [name, value] of Object.entries({
    viewBox: `0 0 ${count + 8} ${count + 8}`,
    class: "handover-code",
    role: "img",
    "aria-label": label,
    "shape-rendering": "crispEdges",
  }))
    svg.setAttribute(name, value);
  for (const [d, fill] of [
    [`M0 0h${count + 8}v${count + 8}H0z`, "#fff"],
    [path, "#000"],
  ]) {
    const shape = document.createElementNS(space, "path");
    shape.setAttribute("d", d);
    shape.setAttribute("fill", fill);
    svg.append(shape);
  }
  return svg;
}

export function handoverBox(about) {
  const parts = partsOf(visitLines(about));
  const codes = el("div", { class: "codes", lang });
  const box = el(
    "details",
    { class: "sign-box", id: "handover" },
    el("summary", { class: "tap-line", text: t("handover.show", { count: parts.length }) }),
    el("p", { class: "sub", text: t("handover.how") }),
    codes,
  );
  box.addEventListener("toggle", () => {
    if (!box.open) return;
    codes.replaceChildren(
      ...parts.map((text, at) =>
        el(
          "figure",
          {},
          codeOf(text, t("handover.code", { n: at + 1, all: parts.length })),
          el("figcaption", { text: `${at + 1} / ${parts.length}` }),
          el(
            "details",
            {},
            el("summary", { class: "tap-line", text: t("handover.text") }),
            el("pre", { class: "as-typed", text }),
          ),
        ),
      ),
    );
  });
  return box;
}
