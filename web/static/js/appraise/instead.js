// What a row that cannot be agreed could do instead: move, change the mast, or share one that stands.
import { el, verdictShape } from "../map/parts.js";

const RADIUS = 1000;

// `tools` hold instead(radius) that asks the server, and move(place) that tries a place on the map.
export function insteadBox(config, format, tools, mastLink) {
  const { texts } = config;
  const input = el("input", {
    type: "number",
    id: "instead-radius",
    min: "10",
    max: "5000",
    step: "10",
    value: String(RADIUS),
  });
  const found = el("div", { class: "instead-found", "aria-live": "polite" }, texts.insteadWait);
  const form = el(
    "form",
    { class: "instead-form" },
    el("label", { for: "instead-radius" }, texts.insteadRadius),
    input,
    el("button", { class: "button" }, texts.insteadFind),
  );
  let asked = 0;
  async function ask() {
    asked += 1;
    const mine = asked;
    try {
      const answer = await tools.instead(input.value);
      if (mine === asked) found.replaceChildren(...parts(answer, config, format, tools, mastLink));
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      if (mine === asked) found.replaceChildren(el("p", { class: "refused" }, error.said ?? texts.failed));
    }
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask();
  });
  ask();
  return el(
    "section",
    { class: "instead", "aria-labelledby": "instead-title" },
    el("h3", { id: "instead-title" }, texts.instead),
    found,
    form,
  );
}

function parts(answer, config, format, tools, mastLink) {
  const { texts } = config;
  const made = [move(answer, config, format, tools)];
  if (answer.changes.length) {
    made.push(
      el("h4", {}, texts.insteadChanges),
      el("ul", {}, ...answer.changes.map((change) => el("li", {}, change.text, " · ", then(change, config)))),
    );
  }
  // nothing was looked for: it is not said that there is none
  if (answer.withheld || answer.search === "no_position") return made;
  made.push(el("h4", {}, texts.insteadHosts));
  const list = (name, hosts) =>
    el("ul", { class: name }, ...hosts.map((host) => hostLine(host, config, format, mastLink, tools)));
  const others = answer.hosts.filter(({ own }) => !own);
  const own = answer.hosts.filter((host) => host.own);
  if (others.length) made.push(list("hosts", others));
  else made.push(el("p", { class: "sub" }, texts.insteadNoHosts));
  if (own.length) made.push(el("h4", {}, texts.insteadOwn), list("hosts own", own));
  return made;
}

function move({ message, move: place }, config, format, tools) {
  const { texts } = config;
  if (!place) return el("p", { class: "instead-move" }, message);
  return el(
    "div",
    { class: "instead-move" },
    el("p", {}, el("strong", {}, place.text), " · ", then(place, config)),
    el("p", { class: "sub" }, message, place.at ? ` (${format.place(place.at)})` : ""),
    place.remaining.length
      ? el(
          "details",
          { open: place.verdict === "refuse" }, // what would still stand in the way is seen at once
          el("summary", {}, `${texts.insteadRemaining} (${place.remaining.length})`),
          el(
            "ul",
            { class: "remaining" },
            ...place.remaining.map((one) =>
              el(
                "li",
                {},
                el("span", { class: `outcome ${one.outcome}` }, config.outcomes[one.outcome].word),
                ` ${config.rules[one.rule] ?? one.rule}: ${one.message}`,
              ),
            ),
          ),
        )
      : "",
    place.at
      ? el(
          "button",
          { type: "button", class: "button", id: "instead-try", onclick: () => tools.move(place.at) },
          texts.insteadTry,
        )
      : "",
  );
}

function then({ verdict }, config) {
  return el(
    "span",
    { class: "sub-inline" },
    `${config.texts.insteadThen}: `,
    el("span", { class: `verdict ${verdict}` }, verdictShape(verdict), config.verdicts[verdict]),
  );
}

function hostLine(host, config, format, mastLink, tools) {
  const { texts } = config;
  const names = host.operators
    .map((code) => config.operators.find((one) => one.code === code)?.name ?? code)
    .join(", ");
  const facts = [
    host.text,
    host.height === null ? "" : `${texts.insteadMast} ${format.number(host.height, 1, 0)} m`,
    host.top === null ? "" : `${texts.insteadHeight} ${format.number(host.top, 1, 0)} m`,
    host.class,
    names,
  ]
    .filter(Boolean)
    .join(" · ");
  const doubts = host.code === null ? "" : host.doubts.join("; ") || texts.insteadFits;
  return el(
    "li",
    {},
    el("span", { class: "host-code" }, host.code === null ? texts.insteadHidden : mastLink(host.code)),
    ` · ${facts}`,
    doubts ? el("span", { class: `host-doubts${host.doubts.length ? "" : " fits"}` }, doubts) : "",
    host.at && tools.look
      ? el(
          "button",
          { type: "button", class: "quiet look", onclick: () => tools.look(host.at) },
          texts.insteadLook,
        )
      : "",
    host.asked ? el("a", { class: "quiet share", href: host.asked.url }, host.asked.text) : "",
    !host.own && !host.asked && tools.share?.(host)
      ? el("a", { class: "quiet share", href: tools.share(host) }, texts.insteadShare)
      : "",
  );
}
