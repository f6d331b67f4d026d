import assert from "node:assert/strict";
import { test } from "node:test";
import { readDay, yearFrom } from "../../../../web/static/js/map/tools/days.js";

test("a year is played from end to end, the last step is today", () => {
  const seen = ["2022-03-05"];
  while (seen.at(-1) !== "2026-11-29") seen.push(yearFrom(seen.at(-1), "2026-11-29", 1));
  assert.deepEqual(seen.slice(1), ["2022-12-31", "2023-12-31", "2024-12-31", "2025-12-31", "2026-11-29"]);
  assert.equal(yearFrom("2026-11-29", "2026-11-29", -1), "2025-12-31");
  assert.equal(yearFrom("2025-12-31", "2026-11-29", -1), "2024-12-31");
});

test("a day is read as people write it, and none that is not there", () => {
  assert.equal(readDay(" 1/2/2020 "), "2020-02-01");
  assert.equal(readDay("29.02.2024"), "2024-02-29");
  assert.equal(readDay("2020-02-01"), "2020-02-01");
  for (const text of ["31/02/2020", "", "hôm qua", "2020", "1/13/2020"]) assert.equal(readDay(text), null);
});
