// What the office changed meanwhile is asked for as the phone sends: it ended a campaign, gave a mast to somebody else.

import { status } from "../send.js";

const EVERY_MS = 5 * 60e3;
let asked = Date.now(); // as the app starts it asks for all
let sentAt = 0;

/**
 * Whether campaigns and masts are asked for again: a run of sending has just ended, and either a visit has, which leads on
 * to another mast, or some minutes have passed. Not while something is recorded: a mast is not taken from under a sheet.
 * @type {(ended: boolean) => boolean}
 */
export function dueAgain(ended) {
  if (status.phase !== "idle" || status.lastAt === sentAt || /^#\/(visit|sign)\//.test(location.hash))
    return false;
  sentAt = status.lastAt;
  if (!ended && Date.now() - asked < EVERY_MS) return false;
  asked = Date.now();
  return true;
}
