// Several rows chosen by their boxes and decided in one way, all of them or none.
import { sayFault } from "../frame/api.js";

// `decide(rows, {decision, reason, conditions})` writes; `table` draws the boxes and knows the rows that are shown.
export function chosenRows(config, table, decide) {
  const form = document.getElementById("chosen-rows");
  if (!form) return;
  const chosen = table.chosenRows;
  const [count, all, decision, reason, conditions, refused] = [
    "chosen-count",
    "choose-all",
    "chosen-decision",
    "chosen-reason",
    "chosen-conditions",
    "chosen-refused",
  ].map((id) => document.getElementById(id));
  const bound = () => decision.value === "agree_with_conditions";
  const ask = () => {
    conditions.hidden = !bound();
  };
  decision.addEventListener("change", ask);
  ask(); // a browser keeps what was chosen before the page was loaded again
  const visits = document.getElementById("chosen-visits");
  function draw() {
    visits.href = `${config.urls.visits}${[...chosen].join(",")}`;
    form.hidden = !chosen.size;
    count.textContent = `${chosen.size} ${config.texts.chosen}`;
    all.checked = chosen.size > 0 && table.shown.every((at) => chosen.has(at));
    all.indeterminate = chosen.size > 0 && !all.checked;
    for (const box of document.querySelectorAll("#rows tbody input.choose-row"))
      box.checked = chosen.has(Number(box.value));
  }
  document.querySelector("#rows tbody").addEventListener("change", (event) => {
    if (!event.target.matches("input.choose-row")) return;
    const at = Number(event.target.value);
    if (event.target.checked) chosen.add(at);
    else chosen.delete(at);
    draw();
  });
  all.addEventListener("change", () => {
    if (all.checked) for (const at of table.shown) chosen.add(at);
    else chosen.clear();
    draw();
  });
  document.getElementById("chosen-none").addEventListener("click", () => {
    chosen.clear();
    draw();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    refused.hidden = true;
    const button = form.querySelector("button");
    button.disabled = true;
    try {
      await decide(
        [...chosen].sort((a, b) => a - b),
        {
          decision: decision.value,
          reason: reason.value.trim(),
          conditions: bound()
            ? conditions.value
                .split("\n")
                .map((one) => one.trim())
                .filter(Boolean)
            : [],
        },
      );
    } catch (error) {
      sayFault(refused, error, config.texts);
    } finally {
      button.disabled = false;
    }
  });
  draw();
}
