// Before the issue: what the chosen PDF's signatures say, as soon as it is chosen.
import { post, sayFault } from "../frame/api.js";
import { el } from "../map/parts.js";

const box = document.getElementById("signed-look");
const field = document.getElementById("signed");
const form = field?.form;
let asked = 0;
let pressed = false;

// A press that begins in a changed field's place ends on a button: nothing may move that button meanwhile, or the
// press does nothing. What is to be shown waits until the pointer is let go.
/** @type {() => Promise<void>} */
const letGo = () =>
  new Promise((done) => {
    if (!pressed) return done();
    for (const end of ["pointerup", "pointercancel"])
      addEventListener(end, () => setTimeout(done, 0), { once: true });
  });
addEventListener(
  "pointerdown",
  () => {
    pressed = true;
  },
  true,
);
for (const end of ["pointerup", "pointercancel"])
  addEventListener(
    end,
    () => {
      pressed = false;
    },
    true,
  );

/** @type {(found: any) => Node[]} */
function shown(found) {
  const parts = [
    el("p", { class: `signed-said ${found.sound ? "sound" : "open"}` }, el("b", {}, found.heading)),
  ];
  if (found.signatures.length)
    parts.push(
      el(
        "ul",
        { class: "signed-lines" },
        ...found.signatures.map((one) =>
          el("li", {}, el("b", {}, one.who), ` · ${one.at}`, el("span", { class: "sub" }, one.about)),
        ),
      ),
    );
  if (found.lines.length)
    parts.push(
      el(
        "ul",
        { class: "signed-lines" },
        ...found.lines.map((one) => el("li", { class: one.weight }, one.text)),
      ),
    );
  if (found.asks) {
    const typed = form.elements.namedItem("reason-signature")?.value ?? "";
    parts.push(
      el(
        "p",
        { class: "gate-typed" },
        el("label", { for: "reason-signature" }, box.dataset.reason),
        el("input", {
          type: "text",
          id: "reason-signature",
          name: "reason-signature",
          value: typed,
          maxlength: "2000",
          autocomplete: "off",
          required: "",
        }),
      ),
    );
  }
  return parts;
}

// The deed waits for what is read of a file that was just chosen: its leader shall have seen it, and the button
// shall not move from under his pointer.
async function choose() {
  const deeds = form.querySelectorAll("button:not([type=button])");
  for (const button of deeds) button.disabled = true;
  await look();
  if (!form.dataset.sent) for (const button of deeds) button.disabled = false;
}

async function look() {
  if (!field.files.length) {
    box.hidden = true;
    box.replaceChildren();
    return;
  }
  const mine = ++asked;
  const data = new FormData();
  data.append("signed", field.files[0]);
  for (const name of ["number", "date"]) data.append(name, form.elements.namedItem(name)?.value ?? "");
  const answer = post(box.dataset.url, data);
  answer.catch(() => {}); // said below, once the pointer is let go
  await letGo();
  box.hidden = false;
  if (!box.childElementCount) box.textContent = box.dataset.reading;
  try {
    const found = await answer;
    await letGo();
    if (mine === asked) box.replaceChildren(...shown(found));
  } catch (error) {
    await letGo();
    if (mine !== asked) return;
    const { failed = "", signIn = "", signInLink = "" } = box.dataset;
    sayFault(box, error, { failed, signInAgain: signIn, signInLink });
  }
}

if (box && field && form) {
  field.addEventListener("change", choose);
  for (const name of ["number", "date"])
    form.elements.namedItem(name)?.addEventListener("change", () => field.files.length && look());
}
