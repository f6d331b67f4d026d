import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import test from "node:test";
import { Sha256, sha256Of, sha256OfFile } from "../../../../web/static/js/field/send/hash.js";

const LENGTHS = [0, 1, 55, 56, 63, 64, 65, 119, 120, 127, 128, 1000, (4 << 20) + 5];

for (const length of LENGTHS)
  test(`${length} bytes are hashed alike in pieces, at once and as a file`, async () => {
    const bytes = Uint8Array.from({ length }, (_, at) => (at * 31 + (at >> 8)) & 255);
    const wanted = createHash("sha256").update(bytes).digest("hex");
    const pieces = new Sha256();
    for (let at = 0; at < length; at += 37) pieces.add(bytes.subarray(at, at + 37));
    assert.equal(pieces.hex(), wanted);
    assert.equal(await sha256Of(bytes), wanted);
    assert.equal(await sha256OfFile(new Blob([bytes])), wanted);
  });

test("a file tells how far it has been read, to its end", async () => {
  const told = [];
  await sha256OfFile(new Blob([new Uint8Array((4 << 20) + 5)]), (done) => told.push(done));
  assert.equal(told.at(-1), (4 << 20) + 5);
  assert.deepEqual(
    told,
    [...told].sort((a, b) => a - b),
  );
});
