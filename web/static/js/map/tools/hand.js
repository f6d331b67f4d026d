// A path that a finger or a mouse draws over the map: the map stands still meanwhile; two fingers still zoom it.
const { L } = window;
const LEAST = 6; // pixels: less is a tap, which is the map's own click

export class Hand {
  // `start()`, `move(path)`, `end(path)` with points of the map's container; `dropped()` where a second finger came.
  constructor(map, told) {
    this.map = map;
    this.told = told;
    this.on = false;
    this.path = null;
    this.pointer = 0;
    this.drawn = false; // more than a tap
    this.dragged = false; // a path has ended, and nothing was pressed since
    const box = map.getContainer();
    this.heard = {
      pointerdown: (event) => this.down(event),
      pointermove: (event) => this.moved(event),
      pointerup: (event) => this.up(event),
      pointercancel: () => this.drop(),
    };
    for (const [name, hear] of Object.entries(this.heard)) box.addEventListener(name, hear);
  }

  turn(on) {
    if (on === this.on) return;
    this.on = on;
    this.drop();
    this.map.dragging[on ? "disable" : "enable"]();
    this.map.getContainer().classList.toggle("by-hand", on);
  }

  down(event) {
    this.dragged = false;
    if (!this.on || event.button > 0) return;
    if (this.path) {
      this.drop(); // a second finger: they zoom
      return;
    }
    if (event.target.closest(".leaflet-control, .corner, button, a, input")) return;
    this.pointer = event.pointerId;
    this.path = [this.map.mouseEventToContainerPoint(event)];
    this.drawn = false;
  }

  moved(event) {
    if (!this.path || event.pointerId !== this.pointer) return;
    const at = this.map.mouseEventToContainerPoint(event);
    if (!this.drawn && at.distanceTo(this.path[0]) < LEAST) return;
    if (!this.drawn) {
      this.drawn = true;
      this.told.start();
      this.map.getContainer().setPointerCapture?.(event.pointerId);
    }
    if (at.distanceTo(L.point(this.path[this.path.length - 1])) < 2) return;
    this.path.push(at);
    this.told.move(this.path);
  }

  up(event) {
    if (!this.path || event.pointerId !== this.pointer) return;
    const { path, drawn } = this;
    this.path = null;
    if (!drawn) return;
    this.dragged = true;
    this.told.end(path);
  }

  drop() {
    if (this.path && this.drawn) this.told.dropped();
    this.path = null;
  }

  // Whether the click that the map hears now is the end of a path.
  justDragged() {
    const { dragged } = this;
    this.dragged = false;
    return dragged;
  }

  end() {
    this.turn(false);
    for (const [name, hear] of Object.entries(this.heard))
      this.map.getContainer().removeEventListener(name, hear);
  }
}
