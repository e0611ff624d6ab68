import type { Tone } from '../document-model';
import { TONES } from '../palette';
import type { Sheet } from '../sheet';

/** Draws a tone's shape, `size` points wide, around its middle; only inside `decorate`, since the words beside it say the same. */
export function drawShape(sheet: Sheet, tone: Tone, middle: { readonly x: number; readonly y: number }, size: number): void {
  const { doc } = sheet;
  const { color, shape } = TONES[tone];
  const half = size / 2;
  const { x, y } = middle;
  switch (shape) {
    case 'diamond': doc.polygon([x, y - half * 1.15], [x + half * 1.15, y], [x, y + half * 1.15], [x - half * 1.15, y]).fill(color); break;
    case 'triangle': doc.polygon([x, y - half], [x + half * 1.1, y + half * 0.9], [x - half * 1.1, y + half * 0.9]).fill(color); break;
    case 'square': doc.rect(x - half * 0.85, y - half * 0.85, size * 0.85, size * 0.85).fill(color); break;
    case 'circle': doc.circle(x, y, half * 0.95).fill(color); break;
    case 'ring': doc.circle(x, y, half * 0.8).lineWidth(size * 0.18).stroke(color); break;
    case 'tick':
      doc.moveTo(x - half * 0.9, y).lineTo(x - half * 0.2, y + half * 0.7).lineTo(x + half, y - half * 0.75);
      doc.lineWidth(size * 0.22).lineCap('round').lineJoin('round').stroke(color);
      doc.lineCap('butt').lineJoin('miter');
  }
}
