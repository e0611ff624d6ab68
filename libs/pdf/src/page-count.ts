import { InvalidInput } from '@yagura/kernel';

/** Number of pages of a PDF made by `renderPdf`, whose page tree is one uncompressed object. InvalidInput for anything else. */
export function pageCount(bytes: Uint8Array): number {
  const text = Buffer.from(bytes).toString('latin1');
  const count = /\/Type \/Pages\b[^>]*?\/Count (\d+)/.exec(text)?.[1];
  if (!text.startsWith('%PDF-') || count === undefined) throw new InvalidInput('The bytes are no document of ours.', { slug: 'document.not_ours' });
  return Number(count);
}
