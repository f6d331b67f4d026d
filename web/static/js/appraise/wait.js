// Waits for a list's findings: says what is being done, and shows the result when it is there.
const box = document.getElementById("waiting");
const steps = [...box.querySelectorAll("li[data-step]")];
const status = document.getElementById("wait-said");
const title = document.getElementById("wait-title");

function show(step) {
  const at = steps.findIndex((item) => item.dataset.step === step);
  steps.forEach((item, k) => {
    item.classList.toggle("done", k < at);
    item.classList.toggle("doing", k === at);
    if (k === at) item.setAttribute("aria-current", "step");
    else item.removeAttribute("aria-current");
  });
  const words = at < 0 ? title.dataset.waiting : title.dataset.running;
  if (title.textContent !== words) title.textContent = words;
  const text = at < 0 ? status.dataset.queued : steps[at].textContent;
  if (status.textContent !== text) status.textContent = text;
}

async function ask() {
  let pause = 600;
  try {
    const answer = await fetch(box.dataset.url, { headers: { Accept: "application/json" } });
    const { state, step } = await answer.json();
    if (!answer.ok || state === "done" || state === "refused" || state === "faulty") {
      location.reload();
      return;
    }
    show(step);
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error;
    status.textContent = status.dataset.lost; // the server is away; it may come back
    pause = 3000;
  }
  setTimeout(ask, pause);
}
show(box.dataset.step);
setTimeout(ask, 300);
