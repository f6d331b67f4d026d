// An issue answered in the page: the proposed value is taken, or another one typed.

import { sayFault } from "../frame/api.js";
import { el, localNumber } from "../map/parts.js";

// What was typed at other lines outlives the loading that an answer brings.
const KEY = `bts-typed-issues-${location.pathname}`;
let typed = {};
try {
  typed = JSON.parse(sessionStorage.getItem(KEY)) ?? {};
} catch {
  typed = {};
}
const lineOf = (issue) => `${issue.at}:${issue.field}:${issue.value}`; // another list says other things there
function keep(line, text) {
  if (text === null) delete typed[line];
  else typed[line] = text;
  sessionStorage.setItem(KEY, JSON.stringify(typed));
}

// Whether what one press accepts is the proposal: a place that was read well stands, another is only thought of.
const PLACE = /^(\d+(?:\.\d+)?), (\d+(?:\.\d+)?)$/; // latitude, longitude in degrees
function proposes(issue) {
  const [thought, stands] = [issue.proposed, issue.accept].map((text) => PLACE.exec(text ?? ""));
  if (issue.field !== "position" || !thought || !stands) return Boolean(issue.proposed);
  return [1, 2].every((at) => Math.abs(Number(thought[at]) - Number(stands[at])) < 1e-5);
}

// `send(rows, texts, reason)` writes; `reasoned`: the office asks why a row is corrected. `alike` are the issues that
// are answered with this one, itself among them.
export function answerTo(config, issue, alike, { send, reasoned, fresh }) {
  const { texts } = config;
  if (!issue.field) return "";
  if (issue.answered !== undefined) {
    const kept =
      !proposes(issue) &&
      issue.accept &&
      localNumber(issue.accept, config.lang) === localNumber(issue.answered, config.lang);
    const said = el(
      "p",
      { class: "answered" },
      `✓ ${kept ? texts.kept : texts.answered}: `,
      el("b", {}, localNumber(issue.answered, config.lang) || texts.empty || "–"),
      issue.before ? el("span", { class: "sub-inline" }, ` (${texts.asBefore} ${issue.before})`) : "",
    );
    if (fresh) {
      // a slip in an answer is mended where it was made
      said.append(
        " ",
        el(
          "button",
          {
            class: "again",
            type: "button",
            onclick: () => {
              const form = asked(
                config,
                { ...issue, accept: undefined, stands: undefined },
                alike,
                { send, reasoned },
                issue.answered,
              );
              said.replaceWith(form);
              form.querySelector("input, select").focus();
            },
          },
          texts.answerAgain,
        ),
      );
    }
    return said;
  }
  return fresh ? asked(config, issue, alike, { send, reasoned }) : "";
}

function asked(config, issue, alike, { send, reasoned }, start = issue.accept ?? "") {
  const { texts } = config;
  const said = el("p", { class: "refused", role: "alert", hidden: true });
  const named = { required: true, "aria-label": `${texts.otherValue}: ${issue.label}` };
  const input = issue.choices
    ? el(
        "select",
        named,
        el("option", { value: "" }, "–"),
        ...issue.choices.map(([code, word]) => el("option", { value: code }, word)),
      )
    : el("input", {
        ...named,
        type: "text",
        autocomplete: "off",
        ...(issue.field === "position" ? { placeholder: texts.placeHint } : {}),
      });
  const rows = alike.map(({ at }) => at);
  const many = alike.length > 1 ? ` (${alike.length} ${texts.rows})` : "";
  // nothing is called a proposal that is none
  const agree = `${proposes(issue) ? texts.accept : texts.keepValue}${many}`;
  const line = lineOf(issue);
  const begun = issue.choices
    ? (issue.choices.find((choice) => choice.includes(start))?.[0] ?? "")
    : localNumber(start, config.lang);
  input.value = typed[line] ?? begun;
  const reason = reasoned
    ? el("input", {
        type: "text",
        "aria-label": texts.correctReason,
        placeholder: texts.correctReason,
        value: texts.correctWhy ?? "", // the office asked for it: that is the reason
        required: true,
        autocomplete: "off",
      })
    : null;
  const form = el(
    "form",
    { class: "answer" },
    el("span", { class: "sub-inline" }, `${issue.label}: `),
    input,
    reason,
    el("button", { class: "button" }, texts.answer),
    issue.proposed && !proposes(issue)
      ? el(
          "button",
          { class: "quiet", value: localNumber(issue.proposed, config.lang), formnovalidate: !reasoned },
          `${texts.accept}: ${localNumber(issue.proposed, config.lang)}${many}`,
        )
      : "",
    // a value that was read although it is doubted is kept by one press
    issue.stands
      ? el(
          "button",
          { class: "quiet", value: localNumber(issue.stands, config.lang), formnovalidate: !reasoned },
          `${texts.keepValue}: ${localNumber(issue.stands, config.lang)}${many}`,
        )
      : "",
    said,
  );
  const button = form.querySelector("button");
  const name = () => {
    button.textContent =
      issue.accept && input.value.trim() === localNumber(issue.accept, config.lang)
        ? agree
        : `${texts.answer}${many}`;
  };
  name();
  input.addEventListener("input", () => {
    keep(line, input.value);
    name();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    said.hidden = true;
    const pressed = /** @type {HTMLButtonElement | null} */ (event.submitter);
    const text = (pressed?.value || input.value).trim();
    keep(line, null);
    try {
      await send(rows, { [issue.field]: text }, reason?.value.trim() ?? "");
    } catch (error) {
      keep(line, text);
      button.disabled = false;
      sayFault(said, error, texts);
    }
  });
  return form;
}
