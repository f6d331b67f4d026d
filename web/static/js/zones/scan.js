// A scan of a plan: pins by pairs of points, and the picture laid under the drawing as its transform says.
const { L } = window;
const byId = (id) => document.getElementById(id);

// The picture in the map's own pane, moved by the matrix through three of its corners.
class Sheet {
  constructor(map) {
    this.map = map;
    this.image = document.createElement("img");
    this.image.className = "scan-sheet-on-map leaflet-zoom-hide";
    this.image.alt = "";
    map.getPane("scan").append(this.image);
    map.getPane("scan").style.pointerEvents = "none";
    map.on("zoomend viewreset moveend", () => this.place());
  }

  show(scan) {
    this.scan = scan?.lies ? scan : null;
    this.image.hidden = !this.scan;
    if (!this.scan) return;
    if (this.image.dataset.of !== scan.id) {
      this.image.src = scan.picture;
      this.image.dataset.of = scan.id;
    }
    this.place();
  }

  place() {
    if (!this.scan) return;
    const { width, height, lies } = this.scan;
    const [origin, right, down] = lies.corners.map(([lon, lat]) => this.map.latLngToLayerPoint([lat, lon]));
    const a = [(right.x - origin.x) / width, (right.y - origin.y) / width];
    const b = [(down.x - origin.x) / height, (down.y - origin.y) / height];
    Object.assign(this.image.style, {
      width: `${width}px`,
      height: `${height}px`,
      transform: `matrix(${[...a, ...b, origin.x, origin.y].join(",")})`,
    });
  }

  bounds() {
    if (!this.scan) return null;
    const [one, two, three] = this.scan.lies.corners;
    const four = [two[0] + three[0] - one[0], two[1] + three[1] - one[1]];
    return L.latLngBounds([one, two, three, four].map(([lon, lat]) => [lat, lon]));
  }
}

export class ScanDesk {
  constructor(map, config, { post, readPoints, number, colour }) {
    this.map = map;
    this.config = config;
    this.post = post;
    this.readPoints = readPoints;
    this.number = number;
    this.colour = colour;
    this.scans = new Map(config.scans.map((scan) => [scan.id, scan]));
    this.sheet = new Sheet(map);
    this.marks = L.layerGroup().addTo(map);
    this.pending = false;
    this.size = 100;
    this.current = null;
    if (!byId("scan-choice")) return;
    byId("scan-choice").addEventListener("change", (event) => this.choose(event.target.value));
    byId("scan-image").addEventListener("click", (event) => this.onImage(event));
    byId("pin-add").addEventListener("click", () => this.addTyped());
    byId("pin-at").addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        event.preventDefault();
        this.addTyped();
      }
    });
    byId("opacity").addEventListener("input", () => this.opacity());
    byId("scan-larger").addEventListener("click", () => this.scale(1.6));
    byId("scan-smaller").addEventListener("click", () => this.scale(1 / 1.6));
    byId("pins").addEventListener("click", (event) => {
      const index = event.target.closest("button")?.dataset.pin;
      if (index !== undefined) this.save(this.current.pins.filter((_, at) => at !== Number(index)));
    });
    byId("scan-choice").value = config.scan;
    this.choose(config.scan, { move: !config.editing });
    this.opacity();
  }

  choose(id, { move = true } = {}) {
    this.current = this.scans.get(id) ?? null;
    byId("scan-work").hidden = !this.current;
    if (this.current) {
      byId("scan-image").src = this.current.picture;
      byId("pin-x").max = this.current.width;
      byId("pin-y").max = this.current.height;
    }
    this.show();
    const box = this.sheet.bounds();
    if (box && move) this.map.fitBounds(box, { animate: false });
  }

  scale(by) {
    this.size = Math.min(1200, Math.max(100, this.size * by));
    byId("scan-sheet").style.width = `${this.size}%`;
  }

  opacity() {
    this.sheet.image.style.opacity = String(Number(byId("opacity").value) / 100);
  }

  onImage(event) {
    const box = event.target.getBoundingClientRect();
    byId("pin-x").value = Math.round(((event.clientX - box.left) / box.width) * this.current.width);
    byId("pin-y").value = Math.round(((event.clientY - box.top) / box.height) * this.current.height);
    this.pending = true;
    this.dots();
    byId("scan-hint").textContent = this.config.texts.pickMap;
  }

  // Whether a click on the map was the other half of a pair.
  onMap(at) {
    if (!this.pending || !this.current) return false;
    this.add([at.lng, at.lat]);
    return true;
  }

  async addTyped() {
    const found = await this.readPoints(byId("pin-at").value);
    if (found?.length) await this.add(found[0]);
  }

  async add([lon, lat]) {
    const [x, y] = [byId("pin-x"), byId("pin-y")].map((field) =>
      field.value === "" ? NaN : Number(field.value),
    );
    if (!Number.isFinite(x) || !Number.isFinite(y)) {
      byId("scan-hint").textContent = this.config.texts.pickImage;
      return;
    }
    this.pending = false;
    for (const id of ["pin-x", "pin-y", "pin-at"]) byId(id).value = "";
    await this.save([...this.current.pins, [x, y, lon, lat]]);
  }

  // Fewer than three pins fix nothing and are kept on the page only.
  async save(pins) {
    const scan = this.current;
    if (pins.length < 3) {
      Object.assign(scan, { pins, lies: null });
    } else {
      const { data: answer } = await this.post(scan.save, { pins, seen: scan.version });
      if (!answer) return;
      Object.assign(scan, answer);
    }
    this.show();
  }

  show() {
    this.sheet.show(this.current);
    this.dots();
    if (!byId("pins")) return;
    const { texts } = this.config;
    const pins = this.current?.pins ?? [];
    byId("pins").replaceChildren(...pins.map((pin, index) => this.line(pin, index)));
    const lies = this.current?.lies;
    byId("scan-hint").textContent = pins.length < 3 ? `${texts.pickImage} ${texts.more}` : texts.pickImage;
    const told = [];
    if (lies) {
      told.push(
        lies.error === null ? texts.three : texts.error.replace("%(value)s", this.number(lies.error, 1)),
      );
      told.push(texts.pixel.replace("%(value)s", this.number(lies.pixel, 1)));
      const field = byId("zone-error");
      if (lies.error !== null && Number(field.value || 0) < lies.error)
        field.value = String(Math.ceil(lies.error * 10) / 10);
    }
    byId("scan-error").textContent = told.join(" · ");
  }

  line([x, y, lon, lat], index) {
    const made = document.createElement("li");
    const residual = this.current.lies?.residuals[index];
    const text = document.createElement("span");
    text.textContent = `${x}, ${y} → ${this.number(lat, 5)}; ${this.number(lon, 5)}${residual === undefined ? "" : ` · ${this.config.texts.residual} ${this.number(residual, 1)} m`}`;
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "button", textContent: "×" });
    button.dataset.pin = String(index);
    button.setAttribute("aria-label", `${this.config.texts.remove} ${index + 1}`);
    made.append(text, button);
    return made;
  }

  // Pins as numbered dots on both the scan and the map.
  dots() {
    this.marks.clearLayers();
    const sheet = byId("scan-sheet");
    if (!sheet) return;
    for (const old of sheet.querySelectorAll(".scan-pin")) old.remove();
    if (!this.current) return;
    const place = (x, y, text) => {
      const dot = document.createElement("span");
      dot.className = "scan-pin";
      dot.textContent = text;
      dot.style.left = `${(100 * x) / this.current.width}%`;
      dot.style.top = `${(100 * y) / this.current.height}%`;
      sheet.append(dot);
    };
    this.current.pins.forEach(([x, y, lon, lat], index) => {
      place(x, y, String(index + 1));
      const label = document.createElement("span");
      label.textContent = String(index + 1);
      L.marker([lat, lon], {
        interactive: false,
        keyboard: false,
        icon: L.divIcon({ className: "scan-pin on-map", html: label, iconSize: [22, 22] }),
      }).addTo(this.marks);
    });
    if (this.pending) place(Number(byId("pin-x").value), Number(byId("pin-y").value), "+");
  }
}
