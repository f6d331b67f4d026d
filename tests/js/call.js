// Calls functions of the scripts for Python: standard input is [[module, name, [arguments]], …], output their results.
// Bytes come as {"bytes": hexadecimal digits} and are handed over as an ArrayBuffer; typed arrays go back as lists.
import { readFileSync } from "node:fs";
import "./page.js";

const taken = (value) =>
  typeof value?.bytes === "string" ? Uint8Array.from(Buffer.from(value.bytes, "hex")).buffer : value;
const givenBack = (_key, value) => (ArrayBuffer.isView(value) ? Array.from(value) : value);

const results = [];
for (const [module, name, given] of JSON.parse(readFileSync(0, "utf8"))) {
  const loaded = await import(`../../web/static/js/${module}.js`);
  results.push((await loaded[name](...given.map(taken))) ?? null);
}
process.stdout.write(JSON.stringify(results, givenBack));
