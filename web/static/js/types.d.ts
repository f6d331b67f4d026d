// What the scripts find on a page: Leaflet, what the page's frame hands over, and the page's own elements.
import type * as Leaflet from "leaflet";

declare global {
  interface Window {
    // The classes that scripts extend: Leaflet's types know nothing of what `extend` makes of `initialize`.
    L: Omit<typeof Leaflet, "CircleMarker" | "GridLayer" | "Renderer"> & {
      CircleMarker: any;
      GridLayer: any;
      Renderer: any;
    };
    // `config` is what web/*_config.py and the *_map.py modules write for the page; `masts` the desk's own request.
    btsDesk: { map: Leaflet.Map; config: any; masts?: Promise<Response> };
  }
  // Templates say which elements a page has; a test walks every page, tsc cannot.
  interface Document {
    getElementById(id: string): any;
  }
  interface ParentNode {
    querySelector(selectors: string): any;
    querySelectorAll(selectors: string): NodeListOf<any>;
  }
  interface Element {
    closest(selectors: string): any;
  }
  // What frame/api.js and appraise/lists.js say of an answer that refuses.
  interface Error {
    status?: number;
    body?: Refusal | any;
    signIn?: boolean;
    said?: string;
  }
  // What every address of the server answers where it refuses (web/frame/errors.py).
  interface Refusal {
    error: { code: string; message: string; remedy?: string };
  }
}

declare module "leaflet" {
  interface GeoJSONOptions {
    renderer?: Leaflet.Renderer; // each path of it is given its options
  }
  interface LeafletEvent {
    latlng?: Leaflet.LatLng;
  }
  // Layers of a group come back as Layer, whatever they were put in as.
  interface Layer {
    feature?: any;
    getBounds?(): any;
    getElement?(): any;
    setStyle?(style: Leaflet.PathOptions): any;
  }
}
