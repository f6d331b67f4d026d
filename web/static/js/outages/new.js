// The first report of an event is due by the hours between reports, until the officer writes another hour.
const hours = document.getElementById("hours");
const first = document.getElementById("first_due");
if (hours instanceof HTMLSelectElement && first instanceof HTMLInputElement) {
  const offered = [...hours.options].map((each) => each.dataset.due);
  hours.addEventListener("change", () => {
    if (offered.includes(first.value)) first.value = hours.selectedOptions[0]?.dataset.due ?? first.value;
  });
}
document.body.dataset.ready = "1";
