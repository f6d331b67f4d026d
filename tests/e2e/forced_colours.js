// What a page tells where the device sets its colours (forced-colors: active). Loaded by test_forced_colours.py.
window.forced = (() => {
  const CHOSEN =
    '[aria-current]:not([aria-current="false"]), [aria-pressed="true"], [aria-selected="true"], tr.current, tr.chosen';
  const seen = (one) => one.checkVisibility() && one.getClientRects().length > 0;
  const called = (one) => `${one.outerHTML.slice(0, 90)}…`;
  // What is left of a part's look when surfaces and colours are the device's. A colour of letters alone is none.
  const look = (one) => {
    const style = getComputedStyle(one);
    const side = (at) =>
      parseFloat(style[`border${at}Width`]) ? style[`border${at}Color`] + style[`border${at}Style`] : "";
    return [
      style.backgroundColor,
      ...["Top", "Right", "Bottom", "Left"].map(side),
      style.outlineStyle === "none" ? "" : style.outlineColor + style.outlineWidth,
      style.fontWeight,
      style.textDecorationLine,
    ].join("|");
  };
  // What is chosen looks as what beside it is not.
  function alike() {
    return [...document.querySelectorAll(CHOSEN)].filter(seen).flatMap((one) => {
      const beside = [...one.parentElement.children].find(
        (other) => other !== one && other.tagName === one.tagName && seen(other) && !other.matches(CHOSEN),
      );
      return beside && look(one) === look(beside) ? [`chosen, and looks as what is not: ${called(one)}`] : [];
    });
  }
  // A state that is told by its surface alone: no letters in it, and no edge round it.
  function wordless() {
    return [...document.querySelectorAll(".state, .verdict, .outcome, .sign, .sign-mark, .waits")]
      .filter(seen)
      .filter((one) => !one.textContent.trim() && !one.matches("canvas") && !one.querySelector("svg, canvas"))
      .map((one) => `a state without a word or a sign: ${called(one)}`);
  }
  // Boxes that one ticks are the device's own, or they would be drawn by a surface.
  function drawn() {
    return [...document.querySelectorAll("input[type=checkbox], input[type=radio]")]
      .filter(seen)
      .filter((one) => getComputedStyle(one).appearance === "none")
      .map((one) => `a box drawn by its surface: ${called(one)}`);
  }
  const light = (said) => {
    const [r, g, b] = said
      .match(/[\d.]+/g)
      .map(Number)
      .map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [more, less] = [light(one), light(other)].sort((x, y) => y - x);
    return (more + 0.05) / (less + 0.05);
  };
  const ground = (one) => {
    for (let up = one; up; up = up.parentElement) {
      const said = getComputedStyle(up).backgroundColor;
      if (!/^rgba.*, 0\)$/.test(said)) return said;
    }
    return "rgb(255, 255, 255)";
  };
  // A map keeps the ground that its signs were drawn for; the words of its buttons are read on theirs.
  function maps() {
    return [...document.querySelectorAll(".leaflet-container")].filter(seen).flatMap((map) => {
      const kept = getComputedStyle(map).forcedColorAdjust === "none";
      const unread = [...map.querySelectorAll(".leaflet-bar a, .leaflet-bar button, .ground-legend summary")]
        .filter(seen)
        .filter((one) => contrast(getComputedStyle(one).color, ground(one)) < 4.5)
        .map((one) => `a button of the map that cannot be read: ${called(one)}`);
      return kept ? unread : ["a map without its ground", ...unread];
    });
  }
  // Letters on a surface that keeps its own colours.
  function signs() {
    return [
      ...document.querySelectorAll(
        ".outcome > b, .sign, .sign-mark > b, .mark-danger > b, [aria-pressed=true] *, [aria-selected=true] *, [aria-current=page] *",
      ),
    ]
      .filter(
        (one) => seen(one) && [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()),
      )
      .filter((one) => contrast(getComputedStyle(one).color, ground(one)) < 3)
      .map((one) => `cannot be read: ${called(one)}`);
  }
  return { faults: () => [...alike(), ...wordless(), ...drawn(), ...maps(), ...signs()] };
})();
