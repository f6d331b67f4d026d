// Calls functions of the scripts for Python: standard input is [[module, name, [arguments]], …], output their results.
import { readFileSync } from "node:fs";
import "./page.js";

const results = [];
for (const [module, name, given] of JSON.parse(readFileSync(0, "utf8"))) {
  const loaded = await import(`../../web/static/js/${module}.js`);
  results.push((await loaded[name](...given)) ?? null);
}
process.stdout.write(JSON.stringify(results));
