// The page of rescue files: sends the chosen file in parts, says how far it is, and goes on by itself after a break.

import { el } from "../dom.js";
import { showSize } from "../numbers.js";
import { sha256OfFile } from "../send/hash.js";
import { call, NetError } from "../send/net.js";
import { sendInParts } from "../send/parts.js";

const form = document.getElementById("rescue-form");
document.getElementById("rescue-no-script").hidden = true; // where this runs, any size is taken
const words = JSON.parse(document.getElementById("rescue-words").textContent);
const { lang } = document.documentElement;
const csrf = form.querySelector("[name=csrf_token]").value;
const [shown, refusal, result] = [
  form.querySelector(".rescue-progress"),
  document.getElementById("rescue-refusal"),
  document.getElementById("rescue-result"),
];
const [bar, said, again, submit] = [
  shown.querySelector("progress"),
  shown.querySelector("p"),
  shown.querySelector("button"),
  form.querySelector("[type=submit]"),
];
const LONGEST_WAIT_S = 60;

const t = (key, filled = {}) =>
  Object.entries(filled).reduce((text, [name, value]) => text.replace(`{${name}}`, value), words[key]);
const mb = (bytes) => showSize(bytes, lang);

function tell(key, filled, share) {
  said.textContent = t(key, filled);
  if (share === undefined) bar.removeAttribute("value");
  else bar.value = share;
}

/** @param {{said?: string, remedy?: string, code?: string}} what */
function refuse({ said: message, remedy, code }) {
  refusal.replaceChildren(
    el(
      "div",
      { class: "card" },
      el("p", {}, el("strong", { text: message })),
      remedy ? el("p", { text: remedy }) : null,
      code ? el("p", { class: "error-code", text: code }) : null,
    ),
  );
}

// Until the wait is over, the network is back, or a tap.
const rest = (seconds) =>
  /** @type {Promise<void>} */ (
    new Promise((done) => {
      const over = () => {
        clearTimeout(timer);
        again.hidden = true;
        again.onclick = null;
        window.removeEventListener("online", over);
        done();
      };
      const timer = setTimeout(over, seconds * 1000);
      again.hidden = false;
      again.onclick = over;
      window.addEventListener("online", over);
    })
  );

async function send(file) {
  const sha256 = await sha256OfFile(file, (done) =>
    tell("reading", { done: mb(done), total: mb(file.size) }, done / file.size),
  );
  /** @param {import("../send/parts.js").Sent} state */
  const told = ({ sent, size, photos, of, resumed }) => {
    if (of !== undefined) tell("photos", { done: photos, total: of }, photos / Math.max(1, of));
    else if (sent === size) tell("checking", { total: mb(size) });
    else tell(resumed ? "resumed" : "sending", { done: mb(sent), total: mb(size) }, sent / size);
  };
  for (let wait = 2; ; ) {
    try {
      return await sendInParts(
        file,
        { kind: "rescue", sha256, name: file.name },
        {
          url: form.dataset.parts,
          csrf,
          told: (state) => {
            wait = 2;
            told(state);
          },
        },
      );
    } catch (error) {
      if (!(error instanceof NetError) || !["offline", "busy"].includes(error.kind) || error.status === 507)
        throw error;
      tell(error.kind === "offline" ? "offline" : "busy", { seconds: wait, said: error.said }, bar.value);
      await rest(wait);
      wait = Math.min(LONGEST_WAIT_S, wait * 2);
    }
  }
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const [file] = form.querySelector("[type=file]").files;
  if (!file || submit.disabled) return;
  submit.disabled = true;
  shown.hidden = false;
  refusal.replaceChildren();
  result.replaceChildren();
  const stay = (leaving) => leaving.preventDefault(); // nothing is lost by leaving, but it would have to be chosen again
  window.addEventListener("beforeunload", stay);
  try {
    const done = await send(file);
    tell("done", { name: file.name }, 1);
    result.innerHTML = done.page; // the server's own template
    result.querySelector("h2")?.scrollIntoView({ block: "start" });
    document.getElementById("rescue-waiting")?.remove();
    await call(`${form.dataset.parts}/${done.id}`, { method: "DELETE", csrf }).catch(() => {
      /* swept some day */
    });
  } catch (error) {
    shown.hidden = true;
    if (!(error instanceof NetError)) refuse({ said: t("changed") });
    else if (error.kind === "sign-in") {
      refuse({ said: t("sign-in") });
      refusal.firstChild.append(el("a", { class: "button", href: form.dataset.signIn, text: t("again") }));
    } else refuse(error);
  } finally {
    submit.disabled = false;
    window.removeEventListener("beforeunload", stay);
  }
});

for (const drop of document.querySelectorAll("[data-drop]")) {
  drop.addEventListener("click", async () => {
    try {
      await call(drop.dataset.drop, { method: "DELETE", csrf });
      drop.closest("li").replaceChildren(t("dropped"));
    } catch (error) {
      refuse(error);
    }
  });
}
