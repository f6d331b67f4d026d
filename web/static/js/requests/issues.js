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

// `send(row, texts, reason)` writes; `reasoned`: the office asks why a row is corrected.
export function answerTo(config, issue, { send, reasoned, fresh }) {
  const { texts } = config;
  if (!issue.field) return "";
  if (issue.answered !== undefined) {
    const kept =
      !issue.proposed &&
      issue.accept &&
      localNumber(issue.accept, config.lang) === localNumber(issue.answered, config.lang);
    const said = el(
      "p",
      { class: "answered" },
      `✓ ${kept ? texts.kept : texts.answered}: `,
      el("b", {}, localNumber(issue.answered, config.lang) || texts.empty || "–"),
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
              const form = asked(config, { ...issue, accept: undefined }, { send, reasoned }, issue.answered);
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
  return fresh ? asked(config, issue, { send, reasoned }) : "";
}

function asked(config, issue, { send, reasoned }, start = issue.accept ?? "") {
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
  const agree = issue.proposed ? texts.accept : texts.keepValue; // nothing is called a proposal that is none
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
    said,
  );
  const button = form.querySelector("button");
  const name = () => {
    button.textContent =
      issue.accept && input.value.trim() === localNumber(issue.accept, config.lang) ? agree : texts.answer;
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
    const text = input.value.trim();
    keep(line, null);
    try {
      await send(issue.at, { [issue.field]: text }, reason?.value.trim() ?? "");
    } catch (error) {
      keep(line, text);
      button.disabled = false;
      sayFault(said, error, texts);
    }
  });
  return form;
}
