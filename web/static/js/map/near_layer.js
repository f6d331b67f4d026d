// What lies on a map of other things only from near: further out hundreds of its signs would cover them.
const { L } = window;
export const NEAR = 13; // from this zoom on: some communes fill the window

// Shows `layer` from a zoom on; `from` says it anew on each look, 0 for whoever asked for the layer by its name.
/** @type {any} */
export const NearLayer = L.Layer.extend({
  initialize(layer, from = () => NEAR) {
    this.layer = layer;
    this.from = from;
  },
  onAdd(map) {
    map.on("zoomend", this._byZoom, this);
    this._byZoom();
  },
  onRemove(map) {
    map.off("zoomend", this._byZoom, this);
    this.layer.remove();
  },
  _byZoom() {
    const wanted = this._map.getZoom() >= this.from();
    if (wanted !== this._map.hasLayer(this.layer)) this._map[wanted ? "addLayer" : "removeLayer"](this.layer);
  },
});
