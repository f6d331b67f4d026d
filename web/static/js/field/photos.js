// A photo as it comes from the camera: its bytes, its hash at once, a small picture for the list.
import { sha256 } from "./send/canonical.js";

export const LARGEST = 25 * 1024 * 1024; // the server's limit for one photo
const SMALL = 160;
const SCREEN = 1600; // pixels of the longer side: what a screen shows

export class PhotoError extends Error {
  /** @param {string} code */
  constructor(code) {
    super(code);
    this.code = code;
  }
}

// The kind by the first bytes: phones name HEIC files in many ways, some not at all. "" for one that is not sent as it is.
/** @type {(bytes: Uint8Array) => string} */
export function kindOf(bytes) {
  /** @type {(from: number, to: number) => string} */
  const text = (from, to) => String.fromCharCode(...bytes.subarray(from, to));
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return "image/jpeg";
  if (text(1, 4) === "PNG" && bytes[0] === 0x89) return "image/png";
  if (text(0, 4) === "RIFF" && text(8, 12) === "WEBP") return "image/webp";
  if (text(4, 8) === "ftyp" && /^(heic|heix|heim|heis|hevc|mif1|msf1)/.test(text(8, 12))) return "image/heic";
  return "";
}

/** @type {(blob: Blob, longest: number, quality: number) => Promise<Blob>} */
async function drawn(blob, longest, quality) {
  const picture = await createImageBitmap(blob, { imageOrientation: "from-image" });
  try {
    const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const made = await new Promise((resolve) => {
      canvas.toBlob(resolve, "image/jpeg", quality);
    });
    if (!made) throw new PhotoError("FIELD-PHONE-PHOTO");
    return made;
  } finally {
    picture.close();
  }
}

// Reads a file of the camera whole, so that nothing depends on it afterwards. `longest`: the office's limit in
// pixels, 0 to keep the original. Returns {sha256, type, bytes, blob, reduced}.
/** @type {(file: File, longest?: number) => Promise<{sha256: string, type: string, bytes: number, blob: Blob, reduced: boolean}>} */
export async function takePhoto(file, longest = 0) {
  let bytes;
  try {
    bytes = await file.arrayBuffer();
  } catch {
    throw new PhotoError("FIELD-PHONE-PHOTO");
  }
  if (!bytes.byteLength) throw new PhotoError("FIELD-PHONE-PHOTO");
  let type = kindOf(new Uint8Array(bytes, 0, Math.min(16, bytes.byteLength)));
  let reduced = false;
  if (!type || longest > 0 || bytes.byteLength > LARGEST) {
    try {
      const made = await drawn(new Blob([bytes], { type: type || file.type }), longest || 4096, 0.86);
      if (!type || made.size < bytes.byteLength) {
        bytes = await made.arrayBuffer();
        type = "image/jpeg";
        reduced = true;
      }
    } catch {
      if (!type) throw new PhotoError("FIELD-PHONE-PHOTO"); // an original that cannot be drawn is still kept as it is
    }
  }
  if (bytes.byteLength > LARGEST) throw new PhotoError("FIELD-PHONE-PHOTO-LARGE");
  return {
    sha256: await sha256(bytes),
    type,
    bytes: bytes.byteLength,
    blob: new Blob([bytes], { type }),
    reduced,
  };
}

// A small picture for lists; null where the browser cannot draw this kind.
/** @type {(blob: Blob) => Promise<Blob | null>} */
export async function smallOf(blob) {
  try {
    return await drawn(blob, SMALL, 0.7);
  } catch {
    return null;
  }
}

// A copy for the screen of the office, made anew and kept nowhere; null where the browser cannot draw this kind.
/** @type {(blob: Blob) => Promise<Blob | null>} */
export async function screenCopy(blob) {
  try {
    const made = await drawn(blob, SCREEN, 0.72);
    return made.size < blob.size / 2 ? made : null;
  } catch {
    return null;
  }
}
