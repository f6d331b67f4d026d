// Leaflet names its zoom buttons in English; here they speak the page's language.
/** @type {(map: import("leaflet").Map, texts: {zoomIn: string, zoomOut: string}) => void} */
export function nameZoom(map, texts) {
  for (const [way, text] of [
    ["in", texts.zoomIn],
    ["out", texts.zoomOut],
  ]) {
    const button = map.getContainer().querySelector(`.leaflet-control-zoom-${way}`);
    if (!button) continue;
    button.title = text;
    button.setAttribute("aria-label", text);
  }
}
