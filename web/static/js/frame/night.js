// Whether pages and their maps are dressed for the night: by the device's own choice of colours until the person chooses
// otherwise here. The colours are those of css/night.css, whose link is switched by its medium: what is printed is by day.
const KEY = "bts-map-night";
const LINK = "night-colours";
const DEVICE = "screen and (prefers-color-scheme: dark)";

// A page of a wall goes by the hour: for this page alone, whatever the person chose elsewhere.
/** @type {boolean | null} */
let byTheHour = null;

/** @type {() => boolean | null} */
function kept() {
  try {
    const said = localStorage.getItem(KEY);
    return said === null ? null : said === "1";
  } catch {
    return null; // a browser that keeps nothing keeps the device's choice
  }
}

const tell = () => window.dispatchEvent(new Event(KEY));

// Switches the colours of the page; tells of them once more where they come only now.
export function dressPage() {
  const link = /** @type {HTMLLinkElement | null} */ (document.getElementById(LINK));
  if (!link) return;
  const wanted = byTheHour ?? kept();
  link.media = wanted === null ? DEVICE : wanted ? "screen" : "not all";
  if (!link.sheet) link.addEventListener("load", tell, { once: true });
}

/** @type {(dark: boolean) => void} */
export function dimForNight(dark) {
  byTheHour = dark;
  dressPage();
  tell();
}

/** @type {() => {now: () => boolean, told: (listener: () => void) => void, choose: (dark: boolean) => void}} */
export function nightOf() {
  const device = window.matchMedia("(prefers-color-scheme: dark)");
  return {
    now: () => byTheHour ?? kept() ?? device.matches,
    told(listener) {
      device.addEventListener("change", listener);
      window.addEventListener(KEY, listener);
    },
    choose(dark) {
      try {
        if (dark === device.matches) localStorage.removeItem(KEY);
        else localStorage.setItem(KEY, dark ? "1" : "0");
      } catch {
        /* as above */
      }
      dressPage();
      tell();
    },
  };
}

// Follows what was chosen in another window.
export function followNight() {
  dressPage();
  window.addEventListener("storage", ({ key }) => {
    if (key !== KEY) return;
    dressPage();
    tell();
  });
}
