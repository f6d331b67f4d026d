// What lies under the pointer: the mast's words beside it.
const { L } = window;

export function startPointer(map, config, mastLayer) {
  const words = (item) => {
    if (item.mast < 0) return `${mastLayer.format.format(item.n)} ${config.texts.masts}`;
    const { masts } = mastLayer;
    const networks = config.operators
      .filter((_, bit) => (masts.networks[item.mast] >> bit) & 1)
      .map((one) => one.name);
    return [
      networks.join(", ") || "–",
      config.classes[masts.mastClass[item.mast]].label,
      config.states[mastLayer.states[item.mast]].label,
      mastLayer.unsure?.[item.mast] ? config.texts.unsure : "",
    ]
      .filter(Boolean)
      .join(" · ");
  };

  const tip = L.tooltip({ direction: "top", offset: [0, -8], className: "mast-tip" });
  map.on("mousemove", (event) => {
    const item = mastLayer.hit(event.containerPoint, 4);
    map.getContainer().classList.toggle("on-mast", Boolean(item));
    if (!item) {
      tip.remove();
      return;
    }
    const text = document.createElement("span");
    text.textContent = words(item);
    tip.setContent(text).setLatLng(mastLayer.placeOf(item));
    if (!map.hasLayer(tip)) tip.addTo(map);
  });
  map.on("mouseout movestart", () => tip.remove());
}
