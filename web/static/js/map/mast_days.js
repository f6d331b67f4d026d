// When each mast stood (registry/services/register/mast_days.py): what stood on a day is worked out here, so that a
// slider moves through the years without asking anybody.
import { openBytes } from "./mast_canvas.js";

export const ABSENT = 31; // a state that no filter passes: the mast did not stand
const UNKNOWN = 0;

/** @typedef {{n: number, total: number, earliest: Uint16Array, sure: Uint16Array, ended: Uint16Array}} Days */

/** @type {(buffer: ArrayBuffer) => Days} */
export function readDays(buffer) {
  const { n, west, column } = openBytes(buffer, 0x42545344);
  const [earliest, sure, ended] = [column(Uint16Array), column(Uint16Array), column(Uint16Array)];
  return { n, total: west, earliest, sure, ended };
}

// Whether days and masts are rows of the same data: as many, on the same sites.
/** @type {(days: Days, masts: {n: number, site: Uint32Array}) => boolean} */
export function ofSameRows(days, masts) {
  if (days.n !== masts.n) return false;
  let total = 0;
  for (let i = 0; i < masts.n; i += 1) total += masts.site[i];
  return total % 2 ** 32 === days.total;
}

/**
 * Works out the state of every mast on a day: as today, `ABSENT` where it did not stand, in service where it was
 * dismantled later. `unsure` marks those of which nobody says whether they stood yet, or still.
 * @type {(days: Days, states: Uint8Array, number: number, known: {inService: number, dismantled: number}, into: {states: Uint8Array, unsure: Uint8Array}) => {sure: number, unsure: number}}
 */
export function standingOn({ n, earliest, sure, ended }, states, number, { inService, dismantled }, into) {
  const counted = { sure: 0, unsure: 0 };
  for (let i = 0; i < n; i += 1) {
    const gone = ended[i] !== UNKNOWN && number >= ended[i];
    if (number < earliest[i] || gone) {
      into.states[i] = ABSENT;
      into.unsure[i] = 0;
      continue;
    }
    const certain = sure[i] !== UNKNOWN && number >= sure[i] && ended[i] !== UNKNOWN;
    into.states[i] = states[i] === dismantled ? inService : states[i];
    into.unsure[i] = certain ? 0 : 1;
    if (certain) counted.sure += 1;
    else counted.unsure += 1;
  }
  return counted;
}
