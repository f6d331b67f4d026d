// A column that is not understood: whoever looks at the list says which field it is, and in which unit.
import { el } from "./appraise_parts.js";
import { sayFault } from "./requests_api.js";

// `send(header, name, unit)` writes; `near` is the label that the header resembles, `stated` what was said of it.
export function explainColumn(config, { header, near, stated }, { send }) {
  const { texts, columnFields, columnUnits } = config;
  const said = el("p", { class: "refused", role: "alert", hidden: true });
  const label = (text) => text.replace("{header}", header);
  const write = async (button, name, measure) => {
    said.hidden = true;
    button.disabled = true;
    try { await send(header, name, measure); } catch (error) { button.disabled = false; sayFault(said, error, texts); }
  };
  if (stated) {
    const back = el("button", { class: "again", type: "button", "aria-label": `${texts.columnNone}: ${header}`, onclick: () => write(back, "", "") }, texts.columnNone);
    return el("div", { class: "answered explain" }, back, said);
  }
  const field = el("select", { "aria-label": label(texts.columnIs), required: true },
    el("option", { value: "" }, texts.columnChoose), ...columnFields.map(({ name, label: word, vi }) => el("option", { value: name, selected: vi === near }, word)));
  const unit = el("select", { "aria-label": label(texts.columnUnit) },
    el("option", { value: "" }, texts.columnUnitKept), ...columnUnits.map((one) => el("option", { value: one }, one)));
  const say = el("button", { class: "button" }, texts.columnSay);
  const length = () => { unit.hidden = !columnFields.find(({ name }) => name === field.value)?.length; };
  field.addEventListener("change", length);
  length();
  const form = el("form", { class: "answer explain" }, field, unit, say, said);
  form.addEventListener("submit", (event) => { event.preventDefault(); write(say, field.value, unit.hidden ? "" : unit.value); });
  return form;
}
