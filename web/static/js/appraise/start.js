// Dropping a list: by hand or by keyboard, checked before it is sent, refused on this very page.
const form = document.getElementById("upload");
const input = document.getElementById("list");
const zone = document.getElementById("drop");
const { limit, extensions, tooLarge, wrongKind, failed, sending, empty } = form.dataset;
const said = document.getElementById("refusal");
const bar = document.getElementById("sending");
const button = form.querySelector("button[type=submit]");

function refuse(message, remedy = "", code = "") {
  said.querySelector(".refusal-message").textContent = message;
  said.querySelector(".refusal-remedy").textContent = remedy;
  said.querySelector(".error-code").textContent = code;
  said.hidden = false;
  said.focus();
}

function chosen() {
  const [file] = input.files;
  const name = document.getElementById("chosen-file");
  name.textContent = file ? `${file.name} · ${size(file.size)}` : "";
  zone.classList.toggle("has-file", Boolean(file));
  if (!file) return false;
  const fits = extensions.split(" ").some((extension) => file.name.toLowerCase().endsWith(extension));
  if (!fits) {
    refuse(wrongKind.replace("%s", file.name), said.dataset.wrongKindRemedy, "FILE-EXTENSION");
    return false;
  }
  if (file.size > Number(limit) * 1024 * 1024) {
    refuse(tooLarge.replace("%s", size(file.size)), said.dataset.tooLargeRemedy, "WEB-TOO-LARGE");
    return false;
  }
  said.hidden = true;
  return true;
}

function size(bytes) {
  const number = new Intl.NumberFormat(document.documentElement.lang === "vi" ? "vi-VN" : "en-GB", {
    maximumFractionDigits: 1,
  });
  return bytes < 1024 * 1024
    ? `${number.format(Math.max(0.1, bytes / 1024))} KB`
    : `${number.format(bytes / 1024 / 1024)} MB`;
}

let depth = 0;
for (const [name, change] of /** @type {[string, number][]} */ ([
  ["dragenter", 1],
  ["dragleave", -1],
])) {
  zone.addEventListener(name, () => {
    depth += change;
    zone.classList.toggle("over", depth > 0);
  });
}
window.addEventListener("dragover", (event) => event.preventDefault()); // a file dropped beside the zone must not replace the page
window.addEventListener("drop", (event) => {
  event.preventDefault();
  depth = 0;
  zone.classList.remove("over");
  if (!event.dataTransfer?.files.length) return;
  input.files = event.dataTransfer.files;
  if (chosen()) form.requestSubmit();
});
input.addEventListener("change", chosen);

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!input.files.length) {
    refuse(empty, "", "");
    input.focus();
    return;
  }
  if (!chosen()) return;
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "application/json");
  request.responseType = "json";
  button.disabled = true;
  bar.hidden = false;
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    bar.querySelector("progress").value = total ? loaded / total : 0;
    bar.querySelector("span").textContent = `${sending} ${size(loaded)} / ${size(total)}`;
  });
  request.addEventListener("loadend", () => {
    if (request.status === 201 && request.response?.url) {
      location.assign(request.response.url);
      return;
    }
    button.disabled = false;
    bar.hidden = true;
    const error = request.response?.error;
    refuse(error?.message ?? failed, error?.remedy ?? "", error?.code ?? "");
  });
  request.send(new FormData(form));
});
window.addEventListener("pageshow", () => {
  button.disabled = false;
  bar.hidden = true;
});
