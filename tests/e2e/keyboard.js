// Where the keyboard is, and whether one sees it there. Loaded into each page by keyboard.py.
window.keyboard = (() => {
  const met = [];
  // The ring's contrast against what lies around it, whether it is in the window, and whether something covers it.
  function seen() {
    const here = document.activeElement;
    if (!here || here === document.body) return { lost: true };
    const parse = (said) => {
      const [r, g, b, a = 1] = said.match(/[\d.]+/g).map(Number);
      return { r, g, b, a };
    };
    const light = ({ r, g, b }) => {
      const [x, y, z] = [r / 255, g / 255, b / 255].map((v) =>
        v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4,
      );
      return 0.2126 * x + 0.7152 * y + 0.0722 * z;
    };
    const contrast = (one, other) => {
      const [a, b] = [light(one), light(other)].sort((x, y) => y - x);
      return (a + 0.05) / (b + 0.05);
    };
    const ground = (part) => {
      for (let up = part; up; up = up.parentElement) {
        const colour = parse(getComputedStyle(up).backgroundColor);
        if (colour.a > 0.9) return colour;
      }
      return { r: 255, g: 255, b: 255 };
    };
    // a ring stands on what lies round the part, or, drawn inside it, on the part itself
    const ring = (part) => {
      const style = getComputedStyle(part);
      const width = parseFloat(style.outlineWidth);
      if (style.outlineStyle !== "none" && width >= 2) {
        const inside = parseFloat(style.outlineOffset) + width <= 0;
        return contrast(parse(style.outlineColor), ground(inside ? part : (part.parentElement ?? part)));
      }
      return 0;
    };
    const around = [
      here,
      ...(here.labels ?? []),
      here.closest("tr, label, .drop, .choice, .file-field"),
      here.nextElementSibling,
    ];
    const best = Math.max(...around.filter(Boolean).map(ring));
    const box = (
      (here.matches("input[type=file], input[type=radio], input[type=checkbox]") && here.labels?.[0]) ||
      here
    ).getBoundingClientRect();
    const inView = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
    // what lies over its middle is a part of it, or it of that: nothing sticky or floating hides it
    const [x, y] = [
      Math.min(Math.max((Math.max(box.left, 0) + Math.min(box.right, innerWidth)) / 2, 1), innerWidth - 2),
      Math.min(Math.max((Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2, 1), innerHeight - 2),
    ];
    const over = document.elementFromPoint(x, y);
    const covered = !(
      over &&
      (here.contains(over) || over.contains(here) || [...(here.labels ?? [])].some((l) => l.contains(over)))
    );
    const words =
      here.ariaLabel || here.labels?.[0]?.textContent || here.textContent || here.value || here.title || "";
    return {
      lost: false,
      contrast: best,
      inView,
      covered,
      place: [here.tagName.toLowerCase(), here.id && `#${here.id}`, here.className && `.${here.className}`]
        .filter(Boolean)
        .join(""),
      name: words.trim().replace(/\s+/g, " ").slice(0, 60),
    };
  }
  // Whether the keyboard went on as the page is read, or has been everywhere.
  function step() {
    const here = document.activeElement;
    const last = met.at(-1);
    if (!here || here === document.body || met.includes(here)) return "end";
    met.push(here);
    const after = !last || last.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING;
    return after ? "on" : `out of order: ${here.outerHTML.slice(0, 80)} after ${last.outerHTML.slice(0, 80)}`;
  }
  return { seen, step };
})();
