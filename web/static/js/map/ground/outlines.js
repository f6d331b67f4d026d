// Borders come as lines that two communes share, each sent once (TopoJSON); maps draw every commune's whole outline.

// A ring of lines by their numbers, in their order: ~n is line n backwards. Each line begins where the last ended.
function ring(lines, numbers) {
  const found = [];
  for (const number of numbers) {
    const line = number < 0 ? [...lines[~number]].reverse() : lines[number];
    for (const spot of found.length ? line.slice(1) : line) found.push(spot);
  }
  return found;
}

// The GeoJSON that borders were made of, to the last digit; what is GeoJSON already stays as it is.
export function outlines(data) {
  if (data.type !== "Topology") return data;
  const perDegree = Math.round(1 / data.transform.scale[0]); // a quotient of whole numbers is exact, a product is not
  const lines = data.arcs.map((steps) => {
    let [x, y] = [0, 0];
    return steps.map(([east, north]) => {
      x += east;
      y += north;
      return [x / perDegree, y / perDegree];
    });
  });
  const polygon = (rings) => rings.map((numbers) => ring(lines, numbers));
  const features = data.objects.communes.geometries.map(({ type, arcs, properties }) => ({
    type: "Feature",
    properties,
    geometry: { type, coordinates: type === "Polygon" ? polygon(arcs) : arcs.map(polygon) },
  }));
  return { type: "FeatureCollection", features };
}
