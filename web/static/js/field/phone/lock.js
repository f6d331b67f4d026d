// The two screens of the PIN: the one that asks for it before anything else is shown, and the one that sets it.
import { button, el, field, link } from "../dom.js";
import { call } from "../send/net.js";
import { rescueButton } from "../send/rescue_button.js";
import { setMeta } from "../store.js";
import { lang, saidOfCode, showDay, showTime, t } from "../words.js";
import { giveBack, stay } from "./key.js";
import { signOut } from "./leave.js";
import { isOpen, LEAST, openWith, pinOf } from "./pin.js";

const digits = (label) => {
  const input = el("input", {
    type: "password",
    inputmode: "numeric",
    autocomplete: "off",
    pattern: "[0-9]*",
    maxlength: 12,
    class: "big",
  });
  return [field(label, input), input];
};

/** Whether the app may show what it holds: no PIN was set, or it was given. */
export async function mayShow(app) {
  return isOpen(app.user) || !(app.user && (await pinOf(app.user)));
}

// Asks for the PIN. What waits goes on being sent, and can be taken out as a rescue file, without it.
export async function lockScreen(app) {
  const held = await pinOf(app.user);
  const told = el("p", { class: "reason", role: "alert" });
  const [box, input] = digits(t("pin.give"));
  const open = async () => {
    const found = await openWith(app.user, input.value);
    input.value = "";
    if (found.open) {
      await app.unlocked();
      return;
    }
    told.textContent = !found.left
      ? t("pin.used-up")
      : found.waitS
        ? t("pin.wait", { left: found.left, seconds: found.waitS })
        : t("pin.wrong", { left: found.left });
    if (found.left) input.focus();
    else form.hidden = true;
  };
  const form = el(
    "form",
    {
      class: "stack",
      hidden: !held?.sealed,
      on: {
        submit: (event) => {
          event.preventDefault();
          open();
        },
      },
    },
    box,
    el("button", { type: "submit", class: "tap primary wide", text: t("pin.open") }),
  );
  if (!held?.sealed) told.textContent = t("pin.used-up");
  return [
    el("h1", { text: t("pin.title") }),
    el("p", { text: t("pin.whose", { user: app.user }) }),
    form,
    told,
    el("p", { class: "hint", text: t("pin.safe") }),
    button(
      t("pin.forgotten"),
      async () => {
        try {
          // the session ends first: else the sign-in page would let in whoever holds the phone
          await signOut();
          await setMeta("pin-forgotten", app.user);
          location.assign("/sign-in?next=/field");
        } catch {
          told.textContent = t("pin.offline");
        }
      },
      { class: "tap wide" },
    ),
    rescueButton(),
  ];
}

// Sets the PIN, or another one, or gives it up.
export async function pinScreen(app) {
  const held = await pinOf(app.user);
  const told = el("p", { class: "reason", role: "alert" });
  const [first, pin] = digits(t("pin.new", { least: LEAST }));
  const [second, again] = digits(t("pin.again"));
  const set = async () => {
    const typed = pin.value;
    if (!/^\d+$/.test(typed) || typed.length < LEAST || /^(\d)\1+$/.test(typed) || inARow(typed)) {
      told.textContent = t("pin.weak", { least: LEAST });
      pin.focus();
    } else if (typed !== again.value) {
      told.textContent = t("pin.differs");
      again.focus();
    } else {
      try {
        await stay(app.user, typed);
        location.hash = "#/send";
      } catch (error) {
        told.textContent = saidOf(error);
      }
    }
  };
  return [
    el("h1", { text: t("pin.stay") }),
    el("p", { text: t("pin.what") }),
    held && el("p", { class: held.ended ? "warning" : "good", text: stateOf(held) }),
    el(
      "form",
      {
        class: "stack",
        on: {
          submit: (event) => {
            event.preventDefault();
            set();
          },
        },
      },
      first,
      second,
      el("button", {
        type: "submit",
        class: "tap primary wide",
        text: t(held ? "pin.change" : "pin.set"),
      }),
    ),
    told,
    held
      ? button(
          t("pin.drop"),
          async () => {
            const token = await call("/field/token", { seconds: 20 }).catch(() => null);
            await giveBack(app.user, token?.data.csrf ?? "");
            location.hash = "#/send";
          },
          { class: "tap wide" },
        )
      : null,
    el("p", { class: "hint", text: t("pin.limits") }),
    link(t("nav.send"), "#/send", { class: "tap wide" }),
  ];
}

const inARow = (typed) => "01234567890123456789".includes(typed) || "98765432109876543210".includes(typed);

function saidOf(error) {
  if (error.kind === "offline") return t("pin.needs-network");
  if (error.kind === "sign-in") return saidOfCode(error.code || "PHONE-PASSWORD", error.said);
  return saidOfCode(error.code ?? "FIELD-PHONE-STORE", error.said);
}

// Until when the phone stays signed in, or why no longer.
export function stateOf(held) {
  if (held.ended) return saidOfCode(held.ended);
  const until = `${showTime(held.until)} ${showDay(held.until)}`;
  return t(Date.parse(held.until) < Date.now() ? "pin.over" : "pin.until", { until, lang });
}

// The line of the sending screen about it.
export async function pinCard(app) {
  const held = app.user ? await pinOf(app.user) : null;
  return el(
    "section",
    { class: "card", id: "pin-card" },
    el("h2", { text: t("pin.stay") }),
    el("p", { class: held?.ended ? "warning" : "", text: held ? stateOf(held) : t("pin.offer") }),
    link(t(held ? "pin.change" : "pin.set"), "#/pin", { class: "tap wide" }),
  );
}
