// A pack holds the lanes round its masts only: where it has no tile, the part of the nearest one above is drawn larger.
// Between two masts the map is then coarser, never blank.

/** @typedef {{x: number, y: number}} Spot */
/** @typedef {{geomType: number, geom: Spot[][], bbox: {minX: number, minY: number, maxX: number, maxY: number}, [more: string]: any}} Feature */
/** @typedef {Map<string, Feature[]>} Tile */
/** @typedef {(at: {z: number, x: number, y: number}, size: number) => Promise<Tile>} Get */

const POINT = 1;
const KEPT = 24; // tiles at hand: the same coarse one stands under many
const ROUND = 32; // pixels round a tile within which a line still shows

/** @type {(get: Get) => Get} */
export function withAncestors(get) {
  /** @type {Map<string, Promise<Tile>>} */
  const near = new Map();
  /** @type {Get} */
  const taken = (at, size) => {
    const key = `${at.z}/${at.x}/${at.y}/${size}`;
    const found = near.get(key) ?? get(at, size);
    near.delete(key);
    near.set(key, found);
    const [oldest] = near.keys();
    if (near.size > KEPT) near.delete(oldest);
    found.catch(() => near.delete(key));
    return found;
  };
  return async (at, size) => {
    for (let up = 0; up <= at.z; up += 1) {
      const tile = await taken({ z: at.z - up, x: at.x >> up, y: at.y >> up }, size);
      if (tile.size) return up ? enlarged(tile, at, up, size) : tile;
    }
    return new Map();
  };
}

// The part of a tile that lies under one `up` zooms further in, at the size of a whole tile.
/** @type {(tile: Tile, at: {x: number, y: number}, up: number, size: number) => Tile} */
export function enlarged(tile, at, up, size) {
  const factor = 2 ** up;
  const [east, south] = [(at.x % factor) * size, (at.y % factor) * size];
  /** @type {(spot: Spot) => Spot} */
  const moved = ({ x, y }) => ({ x: x * factor - east, y: y * factor - south });
  /** @type {Tile} */
  const made = new Map();
  for (const [layer, features] of tile) {
    const found = [];
    for (const feature of features) {
      const [low, high] = [
        moved({ x: feature.bbox.minX, y: feature.bbox.minY }),
        moved({ x: feature.bbox.maxX, y: feature.bbox.maxY }),
      ];
      const edge = feature.geomType === POINT ? 0 : ROUND; // a name is written once, by the tile that it stands in
      if (high.x < -edge || low.x > size + edge || high.y < -edge || low.y > size + edge) continue;
      found.push({
        ...feature,
        geom: feature.geom.map((line) => line.map(moved)),
        bbox: { minX: low.x, minY: low.y, maxX: high.x, maxY: high.y },
      });
    }
    if (found.length) made.set(layer, found);
  }
  return made;
}

// Lets a drawn background fall back so.
/** @type {(layer: any) => void} */
export function fallBack(layer) {
  for (const view of layer?.views?.values() ?? []) {
    const { source } = view.tileCache;
    source.shouldCancelZooms = false; // a coarser tile that is asked for must not end the finer ones
    const get = source.get.bind(source);
    source.get = withAncestors(async (at, size) => {
      source.zoomaborts.length = 0;
      return get(at, size);
    });
  }
}
