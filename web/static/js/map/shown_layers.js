// The layers of the panel on the map: each is asked for when it is first wanted, and once more for another day.
const KEPT = 40; // layers of other days that are held

/**
 * `make(name, since)` makes a layer as of a day (iso, "" for today); `since(name)` is the first day of the time in
 * which the map is, within which nothing of that layer changes. `isOn(name)` says whether it is still wanted;
 * `shown(name, layer)` is told of each that comes on the map.
 */
export function startLayers(map, { make, since, isOn, shown, fault }) {
  const made = new Map(); // promises by name and day
  const onMap = new Map(); // what is on the map, by name

  async function show(name, wanted) {
    if (!wanted) {
      onMap.get(name)?.remove();
      onMap.delete(name);
      return;
    }
    const day = since(name);
    const key = `${name} ${day}`;
    if (!made.has(key)) {
      made.set(key, make(name, day));
      made.get(key).catch(() => {
        made.delete(key);
        fault();
      });
      for (const old of [...made.keys()].filter((one) => !one.endsWith(" ")).slice(0, -KEPT))
        made.delete(old);
    }
    let layer;
    try {
      layer = await made.get(key);
    } catch {
      return; // said by fault() above
    }
    if (day !== since(name)) return; // the map has gone on to another day
    const before = onMap.get(name);
    if (before !== layer) before?.remove();
    onMap.delete(name);
    if (!isOn(name)) {
      layer.remove();
      return;
    }
    layer.addTo(map);
    onMap.set(name, layer);
    shown(name, layer);
  }

  return { show };
}
