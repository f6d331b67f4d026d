// An issue answered in the page: the proposed value is taken, or another one typed.
import { el, localNumber } from "./appraise_parts.js";
import { sayFault } from "./requests_api.js";

// `send(row, texts, reason)` writes; `reasoned`: the office asks why a row is corrected.
export function answerTo(config, issue, { send, reasoned, fresh }) {
  const { texts } = config;
  if (!issue.field) return "";
  if (issue.answered !== undefined) {
    const said = el("p", { class: "answered" }, `✓ ${texts.answered}: `, el("b", {}, localNumber(issue.answered, config.lang) || texts.empty || "–"));
    if (fresh) { // a slip in an answer is mended where it was made
      said.append(" ", el("button", { class: "again", type: "button", onclick: () => {
        const form = asked(config, { ...issue, accept: undefined }, { send, reasoned }, issue.answered);
        said.replaceWith(form);
        form.querySelector("input").focus();
      } }, texts.answerAgain));
    }
    return said;
  }
  return fresh ? asked(config, issue, { send, reasoned }) : "";
}

function asked(config, issue, { send, reasoned }, start = issue.accept ?? "") {
  const { texts } = config;
  const said = el("p", { class: "refused", role: "alert", hidden: true });
  const input = el("input", { type: "text", required: true, "aria-label": `${texts.otherValue}: ${issue.label}`, autocomplete: "off" });
  input.value = localNumber(start, config.lang);
  const reason = reasoned ? el("input", { type: "text", "aria-label": texts.correctReason, placeholder: texts.correctReason, required: true, autocomplete: "off" }) : null;
  const form = el("form", { class: "answer" },
    el("span", { class: "sub-inline" }, `${issue.label}: `), input, reason,
    el("button", { class: "button" }, issue.accept ? texts.accept : texts.answer), said);
  const button = form.querySelector("button");
  input.addEventListener("input", () => { button.textContent = issue.accept && input.value.trim() === localNumber(issue.accept, config.lang) ? texts.accept : texts.answer; });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    said.hidden = true;
    try { await send(issue.at, { [issue.field]: input.value.trim() }, reason?.value.trim() ?? ""); } catch (error) {
      button.disabled = false;
      sayFault(said, error, texts);
    }
  });
  return form;
}
