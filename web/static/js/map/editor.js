// Drawing by hand: corners that one sets, drags, snaps to others, takes back and deletes; a line, an area, a circle.
const { L } = window;
const SNAP_PX = 12;

export class Editor {
  constructor(map, { texts, changed, colour }) {
    this.map = map;
    this.texts = texts;
    this.changed = changed;
    this.colour = colour;
    this.kind = "polygon";
    this.points = [];
    this.past = [];
    this.radius = 200;
    this.snapping = true;
    this.targets = []; // corners of what is drawn already
    this.shape = null;
    this.corners = L.layerGroup().addTo(map);
  }

  setTargets(layers) {
    this.targets = [];
    const gather = (item) => {
      if (Array.isArray(item)) item.forEach(gather);
      else if (item?.lat !== undefined) this.targets.push(item);
    };
    for (const layer of layers) if (layer.getLatLngs) gather(layer.getLatLngs());
  }

  snapped(at) {
    if (!this.snapping) return at;
    const here = this.map.latLngToLayerPoint(at);
    let best = at;
    let nearest = SNAP_PX;
    for (const target of this.targets) {
      if (Math.abs(target.lat - at.lat) > 0.05) continue;
      const away = here.distanceTo(this.map.latLngToLayerPoint(target));
      if (away < nearest) {
        nearest = away;
        best = L.latLng(target.lat, target.lng);
      }
    }
    return best;
  }

  remember() {
    this.past.push(this.points.map((point) => L.latLng(point)));
    if (this.past.length > 200) this.past.shift();
  }

  setKind(kind) {
    this.kind = kind;
    if (kind === "circle" && this.points.length > 1) {
      this.remember();
      this.points = [this.points[0]];
    }
    this.draw();
  }

  add(at) {
    this.remember();
    const place = this.snapped(at);
    if (this.kind === "circle") this.points = [place];
    else this.points.push(place);
    this.draw();
  }

  put(points) {
    this.remember();
    this.points = points.map((point) => L.latLng(point));
    if (this.kind === "circle") this.points = this.points.slice(0, 1);
    this.draw();
  }

  undo() {
    if (!this.past.length) return;
    this.points = this.past.pop();
    this.draw();
  }

  clear() {
    if (!this.points.length) return;
    this.remember();
    this.points = [];
    this.draw();
  }

  remove(index) {
    this.remember();
    this.points.splice(index, 1);
    this.draw();
    const left = this.corners.getLayers()[Math.min(index, this.points.length - 1)];
    left?.getElement()?.focus();
  }

  draw() {
    this.outline();
    this.corners.clearLayers();
    for (const [index, point] of this.points.entries()) this.corner(point, index);
    this.changed(this);
  }

  outline() {
    this.shape?.remove();
    const style = {
      pane: "drawing",
      interactive: false,
      color: this.colour,
      weight: 3,
      fillColor: this.colour,
      fillOpacity: 0.12,
    };
    if (this.kind === "circle" && this.points.length)
      this.shape = L.circle(this.points[0], { ...style, radius: this.radius });
    else if (this.kind === "polygon" && this.points.length > 2) this.shape = L.polygon(this.points, style);
    else this.shape = L.polyline(this.points, { ...style, fill: false });
    this.shape.addTo(this.map);
  }

  corner(point, index) {
    const label = `${this.texts.corner} ${index + 1}`;
    const icon = L.divIcon({ className: "corner", iconSize: [22, 22] });
    const marker = L.marker(point, {
      icon,
      draggable: true,
      autoPan: true,
      keyboard: true,
      alt: label,
      title: label,
      pane: "drawing",
    });
    marker.on("dragstart", () => this.remember());
    marker.on("drag", (event) => {
      this.points[index] = event.latlng;
      this.outline();
    });
    marker.on("dragend", () => {
      this.points[index] = this.snapped(marker.getLatLng());
      this.draw();
    });
    marker.on("contextmenu", () => this.remove(index));
    marker.on("keydown", (event) => {
      const key = event.originalEvent.key;
      const step = { ArrowUp: [0, -4], ArrowDown: [0, 4], ArrowLeft: [-4, 0], ArrowRight: [4, 0] }[key];
      if (key === "Delete" || key === "Backspace") {
        event.originalEvent.preventDefault();
        this.remove(index);
      }
      if (!step) return;
      event.originalEvent.preventDefault();
      event.originalEvent.stopPropagation();
      this.remember();
      this.points[index] = this.map.layerPointToLatLng(
        this.map.latLngToLayerPoint(this.points[index]).add(step),
      );
      this.draw();
      this.corners.getLayers()[index].getElement().focus();
    });
    marker.on("click", L.DomEvent.stopPropagation);
    this.corners.addLayer(marker);
    marker.getElement()?.setAttribute("role", "button");
    marker.getElement()?.setAttribute("aria-label", label);
  }

  // What the server is sent: [longitude, latitude] pairs; null where nothing can be made of them yet.
  drawn() {
    const least = { polygon: 3, line: 2, circle: 1 }[this.kind];
    if (this.points.length < least) return null;
    return {
      kind: this.kind,
      points: this.points.map((point) => [point.lng, point.lat]),
      radius_m: this.kind === "circle" ? this.radius : null,
    };
  }
}
