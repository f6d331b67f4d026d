// Which findings are distances that the map draws as lines, and where a ring is clear of them.

const TAU = Math.PI * 2;

// A distance that is kept by far is said in words; its line would only cross the map.
export const isFar = (finding) =>
  finding.outcome === "pass" && finding.evidence.type === "LineString" && finding.measured > 3000;

// Whether a finding is a distance that can be seen as a line; one of a few metres is under the row's own sign.
export const isLength = (finding) =>
  finding.evidence?.type === "LineString" &&
  finding.unit === "m" &&
  finding.measured !== null &&
  finding.measured >= 15;

// The corners of a ring, first that which lies farthest from every line drawn to a mast; north or south where that is
// clear enough, for there the wide labels of two rings stand over one another.
export function quietSides(place, findings) {
  const ways = findings
    .filter((one) => isLength(one) && !isFar(one))
    .map(({ evidence: { coordinates: line } }) => {
      const [lon, lat] = line[line.length - 1];
      return Math.atan2((lon - place[0]) * Math.cos((lat * Math.PI) / 180), lat - place[1]);
    });
  const apart = (turn) => Math.min(TAU, ...ways.map((way) => Math.acos(Math.cos(way - turn))));
  const clear = (corner) => Math.min(0.6, apart((corner * Math.PI) / 36));
  return [0, 36, 18, 54, 9, 27, 45, 63].sort((a, b) => clear(b) - clear(a));
}
