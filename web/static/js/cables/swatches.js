// Lines of the legend beside their words, on pages without a map.
import { drawSwatch } from "../map/cable_signs.js";

for (const canvas of document.querySelectorAll("canvas[data-cable]")) drawSwatch(canvas);
document.getElementById("refusal")?.focus();
