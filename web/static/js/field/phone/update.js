// The app on the phone: kept whole by its service worker, and a newer version of it taken by a tap.
import { unwritten } from "../safe.js";
import { t } from "../words.js";

const byId = (id) => document.getElementById(id);

// Returns whether all of the app came to the phone, once that is known: masts without it open nowhere in the field.
export async function keptOffline(leave) {
  const whole = await keep(leave).then(
    () => true,
    () => false,
  );
  document.body.dataset.offline = whole ? "ready" : "failed";
  return whole;
}

// A worker that fails to come leaves `ready` waiting for ever.
const ready = ({ installing: first, active }) =>
  new Promise((come, fail) => {
    navigator.serviceWorker.ready.then(come);
    first?.addEventListener("statechange", () => {
      if (first.state === "redundant" && !active) fail(new Error("the app did not come whole"));
    });
  });

// `leave` ends the screen that stands, so that what is typed is recorded before a new version takes over.
async function keep(leave) {
  if (!navigator.serviceWorker) throw new Error("this browser keeps no app");
  let replacing = false;
  const registration = await navigator.serviceWorker.register("/field/worker.js", {
    scope: "/field",
    updateViaCache: "none",
  });
  const offer = (found) => {
    // never by itself: a tap chooses the moment
    if (!found || !navigator.serviceWorker.controller) return;
    byId("update").hidden = false;
    byId("update-text").textContent = t("app.update");
    byId("update-now").textContent = t("app.update-now");
    byId("update-now").onclick = async () => {
      await leave();
      if (unwritten()) return;
      replacing = true;
      found.postMessage("take-over");
    };
  };
  if (registration.waiting) offer(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const found = registration.installing;
    found?.addEventListener("statechange", () => {
      if (found.state === "installed") offer(found);
    });
  });
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (replacing) {
      replacing = false;
      location.reload();
    }
  });
  await ready(registration);
  setInterval(() => {
    registration.update().catch(() => {});
  }, 3600000);
}
