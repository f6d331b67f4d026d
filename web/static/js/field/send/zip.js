// A .zip without compression (photos are compressed already), made of pieces, so that no photo is copied.
const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

/** @type {(bytes: Uint8Array) => number} */
export function crc32(bytes) {
  let c = 0xffffffff;
  for (let i = 0; i < bytes.length; i += 1) c = TABLE[(c ^ bytes[i]) & 0xff] ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}

// `files`: [name (ASCII), Blob]; below 4 GB altogether, as the plain format has it.
/** @type {(files: [string, Blob][], at?: Date) => Promise<Blob>} */
export async function zip(files, at = new Date()) {
  const parts = [];
  const central = [];
  let offset = 0;
  const time = (at.getHours() << 11) | (at.getMinutes() << 5) | (at.getSeconds() >> 1);
  const day = ((at.getFullYear() - 1980) << 9) | ((at.getMonth() + 1) << 5) | at.getDate();
  for (const [name, blob] of files) {
    const label = new TextEncoder().encode(name);
    const crc = crc32(new Uint8Array(await blob.arrayBuffer()));
    const common = [20, 0, 0, time, day];
    const sizes = [crc, blob.size, blob.size];
    const head = new DataView(new ArrayBuffer(30));
    head.setUint32(0, 0x04034b50, true);
    for (const [k, value] of common.entries()) head.setUint16(4 + 2 * k, value, true);
    for (const [k, value] of sizes.entries()) head.setUint32(14 + 4 * k, value, true);
    head.setUint16(26, label.length, true);
    const entry = new DataView(new ArrayBuffer(46));
    entry.setUint32(0, 0x02014b50, true);
    entry.setUint16(4, 20, true);
    for (const [k, value] of common.entries()) entry.setUint16(6 + 2 * k, value, true);
    for (const [k, value] of sizes.entries()) entry.setUint32(16 + 4 * k, value, true);
    entry.setUint16(28, label.length, true);
    entry.setUint32(42, offset, true);
    parts.push(head.buffer, label, blob);
    central.push(entry.buffer, label);
    offset += 30 + label.length + blob.size;
  }
  const size = central.reduce((sum, part) => sum + part.byteLength, 0);
  if (offset + size > 0xfffffffe) throw new RangeError("more than 4 GB");
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(8, files.length, true);
  end.setUint16(10, files.length, true);
  end.setUint32(12, size, true);
  end.setUint32(16, offset, true);
  return new Blob([...parts, ...central, end.buffer], { type: "application/zip" });
}
