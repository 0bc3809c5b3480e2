// Files on their way from the person to the sandbox: as base64, the way the control API takes them.

/** @returns {Promise<{base64: string, file_name: string, mime_type: string}>} */
export async function packed(blob, name) {
  const address = await new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
  return { base64: address.slice(address.indexOf(",") + 1), file_name: name, mime_type: blob.type || "application/octet-stream" };
}

const RATIONAL = 5;
const ASCII = 2;
const LONG = 4;
const GPS_POINTER = 0x8825;

/**
 * The same JPEG with its place written into the EXIF block, as a phone's camera does it.
 * @param {Uint8Array} jpeg @param {{latitude: number, longitude: number}} place in WGS-84 degrees
 * @returns {Uint8Array}
 */
export function withGps(jpeg, place) {
  const header = [0xff, 0xe1, 0, 0, 0x45, 0x78, 0x69, 0x66, 0, 0]; // APP1, its length, "Exif\0\0"
  const tiff = gpsDirectory(place);
  const size = tiff.length + header.length - 2;
  header[2] = size >> 8;
  header[3] = size & 0xff;
  const out = new Uint8Array(jpeg.length + header.length + tiff.length);
  out.set(jpeg.subarray(0, 2)); // the JPEG's own first marker; EXIF must come right behind it
  out.set(header, 2);
  out.set(tiff, 2 + header.length);
  out.set(jpeg.subarray(2), 2 + header.length + tiff.length);
  return out;
}

// Layout: 0 TIFF header · 8 first directory (1 entry) · 26 GPS directory (4 entries) · 80 latitude · 104 longitude
function gpsDirectory({ latitude, longitude }) {
  const bytes = new Uint8Array(128);
  const view = new DataView(bytes.buffer);
  bytes.set([0x49, 0x49, 42, 0, 8, 0, 0, 0]);
  const entry = (at, tag, type, count, value) => {
    view.setUint16(at, tag, true);
    view.setUint16(at + 2, type, true);
    view.setUint32(at + 4, count, true);
    view.setUint32(at + 8, value, true);
  };
  const letter = (text) => text.charCodeAt(0);
  view.setUint16(8, 1, true);
  entry(10, GPS_POINTER, LONG, 1, 26);
  view.setUint16(26, 4, true);
  entry(28, 1, ASCII, 2, letter(latitude < 0 ? "S" : "N"));
  entry(40, 2, RATIONAL, 3, 80);
  entry(52, 3, ASCII, 2, letter(longitude < 0 ? "W" : "E"));
  entry(64, 4, RATIONAL, 3, 104);
  degrees(view, 80, latitude);
  degrees(view, 104, longitude);
  return bytes;
}

function degrees(view, at, angle) {
  const thousandths = Math.round(Math.abs(angle) * 3_600_000); // of an arc second
  const parts = [Math.floor(thousandths / 3_600_000), 1, Math.floor(thousandths / 60_000) % 60, 1, thousandths % 60_000, 1000];
  parts.forEach((part, index) => view.setUint32(at + index * 4, part, true));
}
