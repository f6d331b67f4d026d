// The report's form: only rows that are needed are shown, more come at a tap; a proposal is taken at a tap.
const stations = document.getElementById("stations");
const add = document.getElementById("add-station");
if (stations && add) {
  const rows = [...stations.querySelectorAll(".entry")];
  let shown = Math.max(1, rows.findLastIndex((row) => row.querySelector("input[type=text]").value) + 1);
  rows.forEach((row, n) => {
    row.hidden = n >= shown;
  });
  add.hidden = false;
  add.addEventListener("click", () => {
    let row = rows[shown];
    if (!row) {
      row = rows[0].cloneNode(true);
      row.dataset.row = shown;
      for (const field of row.querySelectorAll("[name], [id], [for]")) {
        for (const name of ["name", "id", "for"])
          if (field.hasAttribute(name))
            field.setAttribute(name, field.getAttribute(name).replace(/-\d+$/, `-${shown}`));
        if (field.type === "checkbox") field.checked = false;
        else if (field.tagName === "SELECT") field.selectedIndex = 0;
        else if ("value" in field && field.tagName === "INPUT") field.value = "";
      }
      const legend = row.querySelector("legend");
      legend.textContent = legend.textContent.replace(/\d+/, String(shown + 1));
      stations.append(row);
      rows.push(row);
    }
    row.hidden = false;
    shown += 1;
    row.querySelector("input").focus();
  });
}
for (const button of document.querySelectorAll("button.take")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const field = document.getElementById(button.dataset.for);
    field.value = button.dataset.value;
    field.focus();
  });
}
document.body.dataset.ready = "1";
