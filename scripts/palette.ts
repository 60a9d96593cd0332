/** A screenshot with at most 256 colours: a third of its size, and nobody sees the difference. */
import { crc32, deflateSync, inflateSync } from "node:zlib";

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const COLOURS = 256;
/** Colours that differ below this many bits are one in the choice of the palette. */
const KEPT_BITS = 0xf8;

interface Image {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue. */
  readonly pixels: Buffer;
}

/** @param png of 8 bits a channel, without interlacing, as Chromium takes it */
export function palettePng(png: Buffer): Buffer {
  const image = decode(png);
  const { width, height, pixels } = image;
  const palette = paletteOf(image);
  const nearest = new Map<number, number>();
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const colour = pixels.readUIntBE((y * width + x) * 3, 3);
      let index = nearest.get(colour);
      if (index === undefined) {
        index = nearestOf(colour, palette);
        nearest.set(colour, index);
      }
      rows[y * (width + 1) + 1 + x] = index;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // 8 bits, by palette.
  header.set([8, 3, 0, 0, 0], 8);
  const colours = Buffer.alloc(palette.length * 3);
  for (const [index, colour] of palette.entries()) colours.writeUIntBE(colour, index * 3, 3);
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", header),
    chunk("PLTE", colours),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** The most frequent colours, one of each neighbourhood first, so that a small sign keeps its own. */
function paletteOf({ pixels }: Image): number[] {
  const counts = new Map<number, number>();
  for (let at = 0; at < pixels.length; at += 3) {
    const colour = pixels.readUIntBE(at, 3);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const frequent = [...counts].sort(([, a], [, b]) => b - a).map(([colour]) => colour);
  const first = new Map<number, number>();
  for (const colour of frequent) {
    const neighbourhood = colour & (KEPT_BITS * 0x010101);
    if (!first.has(neighbourhood)) first.set(neighbourhood, colour);
  }
  return [...new Set([...[...first.values()].slice(0, COLOURS), ...frequent])].slice(0, COLOURS);
}

function nearestOf(colour: number, palette: readonly number[]): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const [index, candidate] of palette.entries()) {
    const distance =
      ((colour >> 16) - (candidate >> 16)) ** 2 +
      (((colour >> 8) & 0xff) - ((candidate >> 8) & 0xff)) ** 2 +
      ((colour & 0xff) - (candidate & 0xff)) ** 2;
    if (distance < least) [best, least] = [index, distance];
  }
  return best;
}

function decode(png: Buffer): Image {
  let [width, height, channels] = [0, 0, 3];
  const data: Buffer[] = [];
  for (let at = SIGNATURE.length; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const name = png.toString("latin1", at + 4, at + 8);
    const body = png.subarray(at + 8, at + 8 + length);
    if (name === "IHDR") {
      [width, height] = [body.readUInt32BE(0), body.readUInt32BE(4)];
      const [depth, type, , , interlaced] = body.subarray(8);
      if (depth !== 8 || (type !== 2 && type !== 6) || interlaced !== 0)
        throw new Error(`no such PNG is expected: ${depth} bits, type ${type}`);
      channels = type === 6 ? 4 : 3;
    }
    if (name === "IDAT") data.push(body);
    at += length + 12;
  }
  const raw = unfilter(inflateSync(Buffer.concat(data)), width * channels, height, channels);
  if (channels === 3) return { width, height, pixels: raw };
  const pixels = Buffer.alloc(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++) {
    raw.copy(pixels, pixel * 3, pixel * 4, pixel * 4 + 3);
  }
  return { width, height, pixels };
}

/** Each row says how its bytes differ from those to the left and above. */
function unfilter(rows: Buffer, stride: number, height: number, step: number): Buffer {
  const out = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = rows[y * (stride + 1)] ?? 0;
    for (let x = 0; x < stride; x++) {
      const here = y * stride + x;
      const left = x >= step ? (out[here - step] ?? 0) : 0;
      const above = y > 0 ? (out[here - stride] ?? 0) : 0;
      const corner = x >= step && y > 0 ? (out[here - stride - step] ?? 0) : 0;
      const guess = [0, left, above, (left + above) >> 1, paeth(left, above, corner)][filter] ?? 0;
      out[here] = (rows[y * (stride + 1) + 1 + x] ?? 0) + guess;
    }
  }
  return out;
}

function paeth(left: number, above: number, corner: number): number {
  const [byLeft, byAbove, byCorner] = [
    Math.abs(above - corner),
    Math.abs(left - corner),
    Math.abs(left + above - 2 * corner),
  ];
  if (byLeft <= byAbove && byLeft <= byCorner) return left;
  return byAbove <= byCorner ? above : corner;
}

function chunk(name: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, "latin1"), body]);
  const out = Buffer.alloc(named.length + 8);
  out.writeUInt32BE(body.length, 0);
  named.copy(out, 4);
  out.writeUInt32BE(crc32(named), named.length + 4);
  return out;
}
