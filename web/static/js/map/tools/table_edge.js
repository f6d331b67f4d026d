// The height of the docked table, kept on the device.
const HEIGHT = "bts-table-height";
const LEAST = 120; // pixels

// The upper edge is pulled, or moved by the arrow keys.
export function resizable(map, dock) {
  const edge = document.getElementById("table-edge");
  const set = (height) => {
    const most = Math.max(LEAST, window.innerHeight - 260);
    const pixels = Math.round(Math.min(Math.max(height, LEAST), most));
    document.body.style.setProperty("--table", `${pixels}px`);
    edge.setAttribute("aria-valuenow", String(pixels));
    edge.setAttribute("aria-valuemax", String(most));
    localStorage.setItem(HEIGHT, String(pixels));
    map.invalidateSize({ pan: false, animate: false });
  };
  edge.setAttribute("aria-valuemin", String(LEAST));
  set(Number(localStorage.getItem(HEIGHT)) || 280);
  let from = null;
  edge.addEventListener("pointerdown", (event) => {
    from = event.clientY + dock.getBoundingClientRect().height;
    edge.setPointerCapture(event.pointerId);
  });
  edge.addEventListener("pointermove", (event) => {
    if (from !== null) set(from - event.clientY);
  });
  for (const name of ["pointerup", "pointercancel"])
    edge.addEventListener(name, () => {
      from = null;
    });
  edge.addEventListener("keydown", (event) => {
    const by = { ArrowUp: 24, ArrowDown: -24 }[event.key];
    if (!by) return;
    event.preventDefault();
    set(dock.getBoundingClientRect().height + by);
  });
}
