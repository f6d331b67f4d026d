import assert from "node:assert/strict";
import test from "node:test";
import { crc32, zip } from "../../../../web/static/js/field/send/zip.js";

test("the check value of CRC-32", () =>
  assert.equal(crc32(new TextEncoder().encode("123456789")), 0xcbf43926));

test("a packed file stands uncompressed behind its name, with its size in the directory", async () => {
  const packed = await zip([
    ["items.json", new Blob(["[]"])],
    ["a.jpg", new Blob([new Uint8Array([1, 2, 3])])],
  ]);
  const bytes = new DataView(await packed.arrayBuffer());
  assert.equal(packed.type, "application/zip");
  assert.equal(bytes.getUint32(0, true), 0x04034b50);
  assert.equal(new TextDecoder().decode(new Uint8Array(bytes.buffer, 30, 12)), "items.json[]");
  const end = bytes.byteLength - 22;
  assert.equal(bytes.getUint32(end, true), 0x06054b50);
  assert.equal(bytes.getUint16(end + 10, true), 2);
  const directory = bytes.getUint32(end + 16, true);
  assert.equal(bytes.getUint32(directory, true), 0x02014b50);
  assert.equal(bytes.getUint32(directory + 16, true), crc32(new TextEncoder().encode("[]")));
  assert.equal(bytes.getUint32(directory + 24, true), 2);
});
