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
  // ---- what goes between phone and server (registry/safety/item_json.py, web/field/api.py), and the phone's rows of it
  type Lang = "vi" | "en";
  type Words = { vi: string; en: string };
  type State = "kept" | "received" | "verified" | "aside";
  type Counts = Record<State, number>;
  type Stores = (name: string) => IDBObjectStore;
  // A place on the phone in degrees and metres, and as it travels: numbers as text, so that both sides hash the same.
  interface Fix {
    lon: number;
    lat: number;
    accuracy_m: number;
    at?: number;
    fixes?: number;
    left_out?: number;
  }
  interface Place {
    lon: string;
    lat: string;
    accuracy_m: string;
    fixes: number;
    at: string;
  }
  interface Item {
    id: string;
    inspection: string;
    campaign: string;
    structure: string;
    checklist: string;
    checklist_version: number;
    recorded_at: string;
    seq: number;
    kind: string;
    entry: string;
    value: string | number | boolean | null;
    raw: string;
    unit: string;
    instrument: string;
    calibrated_on: string;
    component: string;
    defect: string;
    severity: string;
    organisation?: string; // whose a defect of outside cable is; "": not known
    note: string;
    photos: string[];
    position: Place | null;
    replaces: string;
    signer?: Record<string, string>;
    how?: "before" | "good"; // one tap that gave several answers
  }
  interface ItemRow {
    id: string;
    item: Item;
    by: string;
    inspection: string;
    structure: string;
    kind: string;
    entry: string;
    state: State;
    code: string;
    message: string;
    missing: string[];
    at: number;
    tries: number;
  }
  interface PhotoRow {
    sha256: string;
    type: string;
    bytes: number;
    by: string;
    inspection: string;
    state: "kept" | "returned" | "lost";
    small: Blob | null;
    copied?: boolean;
    at: number;
    tries: number;
    code: string;
    message: string;
  }
  interface Visit {
    inspection: string;
    structure: string;
    code: string;
    name: string;
    campaign: string;
    checklist: string;
    checklist_version: number;
    by: string;
    started_at: string;
    finished_at: string;
    dropped_at?: string; // begun by mistake
    absent?: string; // why its mast could not be inspected: "gone", "unreachable"
    opened?: { position: Place | null }; // where it was opened, until the first item is recorded: till then it is nobody's visit
    counts?: Partial<Counts>;
    archived?: number;
  }
  interface Receipt {
    id: string;
    state: State | "unknown";
    sha256?: string;
    code?: string;
    message?: string;
    missing?: string[];
  }
  interface Limit {
    relation: "<" | "<=" | ">=" | ">" | "between";
    value?: number | null;
    lower?: number | null;
    height_over?: number | null;
    of?: string;
    factor?: number | null;
    factor_lower?: number | null;
    verified?: boolean;
  }
  interface Entry {
    code: string; // of one asked of a mast: the key of its answer, with its row
    rests?: number | null; // the answer that its limit follows from
    found?: number | null; // the height found at the mast, where it is another than the registered one
    answer: string;
    unit?: string;
    limit?: Limit | null;
    options?: { code: string; words: Words | string }[];
  }
  // What a phone takes along (web/field/api.py), as field/pack.js shapes it, and the app around it (field/app.js).
  interface Mast {
    id: string;
    code: string;
    lon: number;
    lat: number;
    commune: string;
    campaign: string;
    progress?: string;
    due_on?: string;
    place?: number;
    form?: string;
    height_m?: number | null;
    [more: string]: any;
  }
  interface Pack {
    campaign: { id: string; [more: string]: any };
    masts: Mast[];
    byId: Map<string, Mast>;
    lists: string[]; // their sheets, as "code/version"
    settings: { accuracy_gate_m: number; fixes: number; photo_longest_px: number };
    others: Mast[];
    [more: string]: any;
  }
  interface App {
    pack: Pack | null;
    packs: Pack[];
    checklists: any[];
    visits: Map<string, Visit[]>;
    order?: string;
    user?: string;
  }
  // A finding as the pages draw it (web/appraise/view.py packs it, map/parts.js unpacks it).
  interface Finding {
    rule: string;
    outcome: string;
    stage: string;
    message: string;
    measured: number | null;
    limit: number | null;
    unit: string;
    source: string;
    article: string;
    related: string;
    operator: string;
    flips: boolean;
    unverified: boolean;
    blocking: boolean;
    condition: boolean;
    office: boolean;
    lowers: boolean;
    given?: boolean;
    evidence: GeoJSON.Geometry | null;
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
