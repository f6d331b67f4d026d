// Warns the officer while a text names a mast that the request's carrier may not know.
const place = document.getElementById("confidential");
const token = document.querySelector("input[name=csrf_token]")?.value ?? "";
const BOXES = "#decision textarea, #findings textarea, #notes textarea";
const PAUSE_MS = 500;
const timers = new Map(); // a timer for each box: writing on in another one must not put the first one's off for good

function warning(field) {
  const id = `${field.id || "text"}-tells`;
  let line = document.getElementById(id);
  if (!line) {
    line = document.createElement("p");
    line.id = id;
    line.className = "sub tells-line";
    line.setAttribute("role", "status");
    field.after(line);
  }
  return line;
}

async function look(field) {
  const at = document.querySelector("#rows tr.current")?.dataset.at;
  if (at === undefined || !field.isConnected) return;
  const text = field.value;
  let codes = [];
  if (/\d/.test(text)) {
    const request = fetch(place.dataset.url.replace("/0/", `/${at}/`), {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token },
      body: JSON.stringify({ text }),
    });
    const answer = await request.catch(() => null); // without a network nothing can be said
    if (!answer?.ok || field.value !== text || !field.isConnected) return;
    ({ codes } = await answer.json());
  }
  const line = codes.length ? warning(field) : document.getElementById(`${field.id || "text"}-tells`);
  if (line) line.textContent = codes.length ? `${place.dataset.said} ${codes.join(", ")}` : "";
}

document.addEventListener("input", (event) => {
  const field = event.target;
  if (!(field instanceof HTMLTextAreaElement) || !field.matches(BOXES)) return;
  clearTimeout(timers.get(field));
  timers.set(
    field,
    setTimeout(() => {
      timers.delete(field);
      look(field);
    }, PAUSE_MS),
  );
});
