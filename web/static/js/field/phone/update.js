// The app on the phone: kept whole by its service worker, and a newer version of it taken by a tap.
import { unwritten } from "../safe.js";
import { t } from "../words.js";

const byId = (id) => document.getElementById(id);

// `leave` ends the screen that stands, so that what is typed is recorded before a new version takes over.
export async function keptOffline(leave) {
  if (!navigator.serviceWorker) return;
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
  await navigator.serviceWorker.ready;
  document.body.dataset.offline = "ready";
  setInterval(() => {
    registration.update().catch(() => {});
  }, 3600000);
}
