import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import "../../page.js";
import { dropTiles, fetchTiles, heldOf, sourceOf } from "../../../../web/static/js/field/map/tiles.js";
import * as store from "../../../../web/static/js/field/store.js";
import { empty } from "../begun.js";

const PART = 512 * 1024;
const FILE = Uint8Array.from({ length: 2 * PART + 1000 }, (_none, at) => (at * 31 + (at >> 9)) % 251);

beforeEach(empty);

// A server of one file; after `good` answers the line breaks. `whole`: it knows no ranges.
function line({ good = Number.POSITIVE_INFINITY, whole = false, file = FILE } = {}) {
  const asked = [];
  globalThis.fetch = async (_url, { headers }) => {
    asked.push(headers.Range);
    if (asked.length > good) throw new TypeError("network");
    const [from, to] = /(\d+)-(\d+)/.exec(headers.Range).slice(1).map(Number);
    const part = whole ? file : file.slice(from, to + 1);
    const said = `bytes ${from}-${from + part.length - 1}/${file.length}`;
    return {
      status: whole ? 200 : 206,
      headers: new Headers({ "Content-Range": said }),
      arrayBuffer: async () => part.buffer.slice(part.byteOffset, part.byteOffset + part.byteLength),
    };
  };
  return asked;
}

test("a line that breaks costs one part: the next time goes on where it ended", async () => {
  line({ good: 1 });
  const half = await fetchTiles("k1");
  assert.deepEqual([half.bytes, half.whole], [PART, false]);
  const asked = line();
  const held = await fetchTiles("k1");
  assert.deepEqual([held.bytes, held.size, held.whole], [FILE.length, FILE.length, true]);
  assert.deepEqual(asked, [`bytes=${PART}-${2 * PART - 1}`, `bytes=${2 * PART}-${3 * PART - 1}`]);
  assert.deepEqual(line(), []);
  await fetchTiles("k1");
});

test("what is whole is asked for no more, and two who want it fetch it once", async () => {
  const asked = line();
  await Promise.all([fetchTiles("k1"), fetchTiles("k1")]);
  await fetchTiles("k1");
  assert.equal(asked.length, 3);
});

test("a map reads any bytes, over the borders of parts and at the end", async () => {
  line();
  const source = sourceOf(await fetchTiles("k1"));
  assert.equal(source.getKey(), "k1");
  for (const [offset, length] of [
    [0, 16384],
    [PART - 10, 20],
    [PART, PART],
    [10, 2 * PART],
    [FILE.length - 5, 100],
  ]) {
    const { data } = await source.getBytes(offset, length);
    assert.deepEqual(
      Buffer.from(data),
      Buffer.from(FILE.slice(offset, offset + length)),
      `${offset}+${length}`,
    );
  }
});

test("a proxy that knows no ranges brings all at once; an answer that is something else brings nothing", async () => {
  const asked = line({ whole: true });
  const held = await fetchTiles("k1");
  assert.deepEqual([held.whole, asked.length], [true, 1]);
  globalThis.fetch = async () => ({ status: 404, headers: new Headers() });
  assert.equal((await fetchTiles("k2")).whole, false);
  globalThis.fetch = async () => ({
    status: 206,
    headers: new Headers({ "Content-Range": "bytes 0-9/100" }),
    arrayBuffer: async () => new ArrayBuffer(3), // cut short
  });
  assert.deepEqual((await fetchTiles("k2")).bytes, 0);
});

test("a file that changed under its name takes none of the old parts along", async () => {
  line({ good: 1 });
  await fetchTiles("k1");
  const other = FILE.slice(0, PART + 7).map((value) => 255 - value);
  line({ file: other });
  const held = await fetchTiles("k1");
  const { data } = await sourceOf(held).getBytes(0, other.length);
  assert.equal(held.whole, true);
  assert.deepEqual(Buffer.from(data), Buffer.from(other));
});

test("what no pack asks for goes, the rest stays; for want of room all goes", async () => {
  line();
  await fetchTiles("old");
  await fetchTiles("new");
  assert.equal(await dropTiles(new Set(["new"])), 3 * PART);
  assert.deepEqual([(await heldOf("old")).size, (await heldOf("new")).whole], [0, true]);
  await store.put("meta", { key: "seq", value: 7 });
  assert.equal(await dropTiles(), 3 * PART);
  assert.deepEqual([(await heldOf("new")).size, await store.meta("seq")], [0, 7]);
});
