// SHA-256 of bytes and of files of any size, a piece at a time, also where the browser offers no digest of its own (an
// address without encryption).
const K = Uint32Array.from([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98,
  0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
  0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8,
  0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
  0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
  0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
  0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
  0xc67178f2,
]);
const BLOCK = 64;
const PIECE = 4 << 20;

export class Sha256 {
  constructor() {
    this.h = Uint32Array.from([
      0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
    ]);
    this.left = new Uint8Array(BLOCK);
    this.held = 0;
    this.length = 0;
    this.w = new Uint32Array(64);
  }

  /** @type {(bytes: Uint8Array) => this} */
  add(bytes) {
    this.length += bytes.length;
    let at = 0;
    if (this.held) {
      at = Math.min(BLOCK - this.held, bytes.length);
      this.left.set(bytes.subarray(0, at), this.held);
      this.held += at;
      if (this.held < BLOCK) return this;
      this.block(this.left, 0);
      this.held = 0;
    }
    for (; at + BLOCK <= bytes.length; at += BLOCK) this.block(bytes, at);
    this.left.set(bytes.subarray(at));
    this.held = bytes.length - at;
    return this;
  }

  /** @type {(bytes: Uint8Array, from: number) => void} */
  block(bytes, from) {
    const { h, w } = this;
    for (let i = 0, at = from; i < 16; i += 1, at += 4)
      w[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
    for (let i = 16; i < 64; i += 1) {
      const [x, y] = [w[i - 15], w[i - 2]];
      const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
      const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
      w[i] = w[i - 16] + s0 + w[i - 7] + s1;
    }
    let [a, b, c, d, e, f, g, i] = h;
    for (let k = 0; k < 64; k += 1) {
      const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
      const t1 = (i + s1 + ((e & f) ^ (~e & g)) + K[k] + w[k]) | 0;
      const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      i = g;
      g = f;
      f = e;
      e = (d + t1) | 0;
      d = c;
      c = b;
      b = a;
      a = (t1 + t2) | 0;
    }
    h[0] += a;
    h[1] += b;
    h[2] += c;
    h[3] += d;
    h[4] += e;
    h[5] += f;
    h[6] += g;
    h[7] += i;
  }

  hex() {
    const bits = this.length * 8;
    const tail = new Uint8Array((this.held < 56 ? 56 : 120) - this.held + 8);
    tail[0] = 0x80;
    const view = new DataView(tail.buffer);
    view.setUint32(tail.length - 8, Math.floor(bits / 2 ** 32));
    view.setUint32(tail.length - 4, bits >>> 0);
    this.add(tail);
    return [...this.h].map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
  }
}

/** @type {(bytes: Uint8Array<ArrayBuffer>) => Promise<string>} */
export async function sha256Of(bytes) {
  if (!globalThis.crypto?.subtle) return new Sha256().add(bytes).hex();
  return [...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}

// Of a file that may be larger than the memory; `told(done)` after each piece.
/** @param {Blob} file
 *  @param {(done: number) => void} [told] */
export async function sha256OfFile(file, told = () => {}) {
  const hash = new Sha256();
  for (let at = 0; at < file.size; at += PIECE) {
    hash.add(new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer()));
    told(Math.min(at + PIECE, file.size));
  }
  return hash.hex();
}
