import { inflateSync } from 'node:zlib';

/** A piece of text as it stands on a page, in points from the page's lower left corner. */
export interface Piece { readonly page: number; readonly x: number; readonly y: number; readonly width: number; readonly text: string; readonly missing: boolean; readonly tag: string }

/** What a PDF of ours says about itself: read by a small reader of its own, so that the writer does not check itself. */
export interface ReadBack {
  readonly source: string;
  /** Bodies of all objects by number, streams left out. */
  readonly objects: ReadonlyMap<string, string>;
  readonly pieces: readonly Piece[];
  /** All text in order of drawing, white space removed, artifacts included. */
  readonly text: string;
}

interface Font { readonly unicode: readonly string[]; readonly widths: readonly number[] }
interface Objects { readonly bodies: Map<string, string>; readonly streams: Map<string, string> }

export function readBack(bytes: Uint8Array): ReadBack {
  const source = Buffer.from(bytes).toString('latin1');
  const objects = objectsOf(source);
  const pages = [...objects.bodies].filter(([, body]) => /\/Type \/Page\b(?!s)/.test(body));
  const pieces = pages.flatMap(([, body], at) => piecesOf(objects, body, at + 1));
  return { source, objects: objects.bodies, pieces, text: pieces.map((piece) => piece.text).join('').replace(/\s/g, '') };
}

function objectsOf(source: string): Objects {
  const bodies = new Map<string, string>();
  const streams = new Map<string, string>();
  for (const match of source.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)) {
    const [body, stream] = match[2].split('\nstream\n');
    bodies.set(match[1], body);
    if (stream === undefined) continue;
    const data = Buffer.from(stream.slice(0, Number(/\/Length (\d+)/.exec(body)?.[1])), 'latin1');
    streams.set(match[1], (body.includes('FlateDecode') ? inflateSync(data) : data).toString('latin1'));
  }
  return { bodies, streams };
}

const refAt = (body: string, name: string): string => [...body.matchAll(/\/(\w+) (\d+) 0 R/g)].find(([, found]) => found === name)?.[2] ?? '';

function piecesOf(objects: Objects, page: string, number: number): Piece[] {
  const resources = objects.bodies.get(refAt(page, 'Resources')) ?? page;
  const fontPart = /\/Font <<([\s\S]*?)>>/.exec(resources)?.[1] ?? '';
  const fonts = new Map([...fontPart.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name, ref]) => [name, fontOf(objects, ref)]));
  return shown(objects.streams.get(refAt(page, 'Contents')) ?? '', fonts).map((piece) => ({ ...piece, page: number }));
}

function fontOf(objects: Objects, ref: string): Font {
  const body = objects.bodies.get(ref) ?? '';
  const cmap = objects.streams.get(refAt(body, 'ToUnicode')) ?? '';
  const rows = [...cmap.matchAll(/<\w+> <\w+> \[([^\]]*)\]/g)].flatMap(([, list]) => [...list.matchAll(/<([^>]*)>/g)].map(([, hex]) => hex.replaceAll(' ', '')));
  const unicode = rows.map((hex) => (hex.match(/.{4}/g) ?? []).map((unit) => String.fromCharCode(parseInt(unit, 16))).join(''));
  const descendant = objects.bodies.get(/\/DescendantFonts \[(\d+) 0 R\]/.exec(body)?.[1] ?? '') ?? '';
  const widths = (/\/W \[0 \[([^\]]*)\]/.exec(descendant)?.[1] ?? '').split(/\s+/).map(Number);
  return { unicode, widths };
}

/** Follows the operators that our writer uses: matrices, marks, fonts, positions and shown text. */
function shown(content: string, fonts: ReadonlyMap<string, Font>): Omit<Piece, 'page'>[] {
  const pieces: Omit<Piece, 'page'>[] = [];
  const stack: number[][] = [];
  const tags: string[] = [];
  let matrix = [1, 0, 0, 1, 0, 0];
  let [font, size, x, y]: [Font | undefined, number, number, number] = [undefined, 0, 0, 0];
  for (const line of content.replace(/<<[^>]*>> (?=BDC)/g, '').split('\n')) {
    const numbers = line.split(' ').map(Number);
    if (line === 'q') stack.push(matrix);
    else if (line === 'Q') matrix = stack.pop() ?? matrix;
    else if (/ cm$/.test(line)) matrix = times(numbers.slice(0, 6), matrix);
    else if (/B[DM]C$/.test(line)) tags.push(/^\/(\w+)/.exec(line)?.[1] ?? '');
    else if (line === 'EMC') tags.pop();
    else if (/ Tf$/.test(line)) [font, size] = [fonts.get(/^\/(F\d+)/.exec(line)?.[1] ?? ''), numbers[1]];
    else if (/ Tm$/.test(line)) [x, y] = [numbers[4], numbers[5]];
    else if (/ TJ$/.test(line) && font !== undefined) pieces.push({ ...read(line, font, size, matrix, x, y), tag: tags[tags.length - 1] ?? '' });
  }
  return pieces;
}

function read(line: string, font: Font, size: number, matrix: readonly number[], x: number, y: number): Omit<Piece, 'page' | 'tag'> {
  const glyphs = [...line.matchAll(/<(\w+)>/g)].flatMap(([, hex]) => hex.match(/.{4}/g) ?? []).map((hex) => parseInt(hex, 16));
  const [a, b, c, d, e, f] = matrix;
  const scale = Math.hypot(a, b);
  // Numbers between the strings move the next glyph back: kerning.
  const kerning = [...line.matchAll(/> (-?[\d.]+)/g)].reduce((sum, [, number]) => sum + Number(number), 0);
  const width = ((glyphs.reduce((sum, glyph) => sum + (font.widths[glyph] ?? 0), 0) - kerning) * size * scale) / 1000;
  return { x: a * x + c * y + e, y: b * x + d * y + f, width, text: glyphs.map((glyph) => font.unicode[glyph] ?? '').join(''), missing: glyphs.includes(0) };
}

const times = ([a, b, c, d, e, f]: readonly number[], [g, h, i, j, k, l]: readonly number[]): number[] =>
  [a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l];
