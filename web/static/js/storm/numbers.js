// The numbers of letters that are sent together are consecutive: the first letter's proposes those after it, which stay as
// they are once somebody typed in them. The button says how many letters it records.
const fields = /** @type {HTMLInputElement[]} */ ([
  ...document.querySelectorAll("input[form=send-all][name^='number-']"),
]);
const button = /** @type {HTMLElement} */ (document.querySelector("#send-all button.button"));
const words = button.textContent;
const typed = new Set(fields.filter((field) => field.value !== ""));

/** @type {(number: string, step: number) => string} */
function after(number, step) {
  const found = number.match(/^(\D*)(\d+)(.*)$/);
  if (!found) return "";
  const next = String(Number(found[2]) + step).padStart(found[2].length, "0");
  return `${found[1]}${next}${found[3]}`;
}

function count() {
  const given = fields.filter((field) => field.value.trim() !== "").length;
  button.textContent = given ? `${words} (${given})` : words;
}

for (const [at, field] of fields.entries()) {
  field.addEventListener("input", () => {
    if (field.value === "") typed.delete(field);
    else typed.add(field);
    if (at === 0)
      for (const [step, next] of fields.slice(1).entries()) {
        if (typed.has(next)) break;
        next.value = after(field.value, step + 1);
      }
    count();
  });
}
count();
