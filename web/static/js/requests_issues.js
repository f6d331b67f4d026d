// An issue answered in the page: the proposed value is taken, or another one typed.
import { el, localNumber } from "./appraise_parts.js";
import { sayFault } from "./requests_api.js";

// `send(row, texts, reason)` writes; `reasoned`: the office asks why a row is corrected.
export function answerTo(config, issue, { send, reasoned, fresh }) {
  const { texts } = config;
  if (!issue.field) return "";
  if (issue.answered !== undefined) {
    return el("p", { class: "answered" }, `✓ ${texts.answered}: `, el("b", {}, localNumber(issue.answered, config.lang) || texts.empty || "–"));
  }
  if (!fresh) return "";
  const said = el("p", { class: "refused", role: "alert", hidden: true });
  const input = el("input", { type: "text", required: true, "aria-label": `${texts.otherValue}: ${issue.label}`, autocomplete: "off" });
  input.value = localNumber(issue.accept ?? "", config.lang);
  const reason = reasoned ? el("input", { type: "text", "aria-label": texts.correctReason, placeholder: texts.correctReason, required: true, autocomplete: "off" }) : null;
  const form = el("form", { class: "answer" },
    el("span", { class: "sub-inline" }, `${issue.label}: `), input, reason,
    el("button", { class: "button" }, issue.accept ? texts.accept : texts.answer), said);
  const button = form.querySelector("button");
  input.addEventListener("input", () => { button.textContent = input.value.trim() === localNumber(issue.accept ?? "", config.lang) ? texts.accept : texts.answer; });
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
