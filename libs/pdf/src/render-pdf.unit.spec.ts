import { invoice } from '../sample/invoice';
import { monthlyReport } from '../sample/monthly-report';
import { readBack } from '../sample/read-back';
import type { Block, DocumentModel } from './document-model';
import { pageCount } from './page-count';
import { renderPdf } from './render-pdf';

const documents: readonly [string, DocumentModel, string][] = [
  ['a Japanese report', monthlyReport('ja'), 'ja-JP'], ['an English report', monthlyReport('en'), 'en'], ['a Japanese invoice', invoice, 'ja-JP'],
];
const withBlocks = (...blocks: Block[]): DocumentModel => ({ ...invoice, blocks });
const textOf = (model: DocumentModel): string[] => {
  const texts: string[] = [];
  JSON.stringify(model.blocks, (name, value: unknown) => {
    if (typeof value === 'string' && !['kind', 'tone', 'look', 'align', 'alt', 'language', 'unit'].includes(name)) texts.push(value);
    return value;
  });
  return texts;
};

describe.each(documents)('%s', (_name, model, language) => {
  it('has equal bytes on every run', async () => {
    const first = await renderPdf(model);

    expect(Buffer.from(await renderPdf(model)).equals(first)).toBe(true);
  });

  it('says that it is tagged PDF/UA-1 in its language, with its title shown', async () => {
    const { source } = readBack(await renderPdf(model));

    expect(source).toContain('<pdfuaid:part>1</pdfuaid:part>');
    expect(source).toContain(`/Lang (${language})`);
    expect(source).toMatch(/\/Marked true/);
    expect(source).toMatch(/\/DisplayDocTitle true/);
    expect(source).toContain('/CreationDate');
  });

  it('embeds subsets of both faces, each with its Unicode map', async () => {
    const { objects } = readBack(await renderPdf(model));
    const bodies = [...objects.values()];

    const fonts = bodies.filter((body) => body.includes('/Subtype /Type0'));
    const descriptors = bodies.filter((body) => body.includes('/Type /FontDescriptor'));
    expect(fonts).toHaveLength(2);
    expect(fonts.every((font) => /\/BaseFont \/[A-Z]{6}\+NotoSansJP/.test(font) && font.includes('/ToUnicode'))).toBe(true);
    expect(descriptors.filter((descriptor) => descriptor.includes('/FontFile2'))).toHaveLength(2);
  });

  it('shows every word of the model, each glyph known', async () => {
    const { pieces, text } = readBack(await renderPdf(model));

    expect(pieces.filter((piece) => piece.missing)).toEqual([]);
    for (const word of textOf(model)) expect(text).toContain(word.normalize('NFC').replace(/\s/g, ''));
    expect(text).not.toContain('〓');
  });

  it('keeps all text within the margins', async () => {
    const { pieces } = readBack(await renderPdf(model));

    for (const piece of pieces) {
      expect(piece.x).toBeGreaterThanOrEqual(56);
      expect(piece.x + piece.width).toBeLessThanOrEqual(595.28 - 56);
      expect(piece.y).toBeGreaterThan(30);
      expect(piece.y).toBeLessThan(841.89 - 30);
    }
  });

  it('draws nothing outside of a tag or an artifact, and numbers its pages', async () => {
    const bytes = await renderPdf(model);
    const { pieces, objects } = readBack(bytes);
    const pages = [...objects.values()].filter((body) => /\/Type \/Page\b(?!s)/.test(body)).length;

    expect(pieces.filter((piece) => piece.tag === '')).toEqual([]);
    expect(pageCount(bytes)).toBe(pages);
    expect(pieces.filter((piece) => piece.page === pages && piece.tag === 'Artifact').map((piece) => piece.text).join('')).toContain(model.language === 'ja' ? `${pages} / ${pages} ページ` : `Page ${pages} of ${pages}`);
  });
});

describe('the tags', () => {
  it('give each chart its alternative text and each column heading its scope', async () => {
    const { objects } = readBack(await renderPdf(monthlyReport('en')));
    const bodies = [...objects.values()];

    const figures = bodies.filter((body) => body.includes('/S /Figure'));
    expect(figures).toHaveLength(4);
    expect(figures.every((body) => /\/Alt \(.+\)/.test(body) && body.includes('/BBox'))).toBe(true);
    expect(bodies.filter((body) => /\/S \/TH\n/.test(body) && !body.includes('/Scope'))).toEqual([]);
    expect(bodies.filter((body) => body.includes('/S /H1'))).toHaveLength(1);
  });

  it('mark words in another language', async () => {
    const { source } = readBack(await renderPdf(withBlocks({ kind: 'paragraph', text: 'Written by an analyst.', language: 'en' })));

    expect(source).toMatch(/\/S \/P\n\/Lang \(en\)/);
  });
});

describe('a table longer than a page', () => {
  const rows = Array.from({ length: 120 }, (_, n) => [`row-${n}`, `${n}`]);
  const table: Block = { kind: 'table', caption: 'Long', columns: [{ heading: 'Namehead' }, { heading: 'Numberhead', align: 'end' }], rows, totals: [['Total', '7140']] };

  it('has its headings on each page, tagged once, and its sums with the last rows', async () => {
    const { pieces, objects } = readBack(await renderPdf(withBlocks({ kind: 'heading', level: 1, text: 'Rules' }, table)));

    const heads = pieces.filter((piece) => piece.text === 'Namehead');
    expect(heads.map(({ page, tag }) => `${page} ${tag}`)).toEqual(['1 TH', '2 Artifact', '3 Artifact', '4 Artifact', '5 Artifact'].slice(0, heads.length));
    expect(heads.length).toBe(Math.max(...pieces.map((piece) => piece.page)));
    expect([...objects.values()].filter((body) => body.includes('/S /Table'))).toHaveLength(1);
    const pageOf = (text: string) => pieces.find((piece) => piece.text === text)?.page;
    expect(pageOf('Total')).toBe(pageOf('row-118'));
  });

  it('breaks a single row that is taller than a page', async () => {
    const long = '長い説明です。'.repeat(900);
    const { pieces } = readBack(await renderPdf(withBlocks({ ...table, rows: [['one', long]], columns: [{ heading: 'Name' }, { heading: 'Text' }], totals: undefined })));

    const cell = pieces.filter((piece) => piece.tag === 'TD');
    expect(cell.map((piece) => piece.text).join('')).toBe(long);
    expect(new Set(cell.map((piece) => piece.page)).size).toBeGreaterThan(1);
    expect(Math.min(...cell.map((piece) => piece.y))).toBeGreaterThan(60);
  });
});

describe('hostile and unusual text', () => {
  it('is set with a geta mark where the fonts have no glyph, and stays within the margins', async () => {
    const { pieces } = readBack(await renderPdf(withBlocks({ kind: 'paragraph', text: `\u202E😀 مرحبا \u0007${'x'.repeat(400)} ${'f0'.repeat(200)}` })));

    expect(pieces.map((piece) => piece.text).join('')).toContain('〓 〓〓〓〓〓');
    expect(pieces.every((piece) => !piece.missing && piece.x + piece.width <= 595.28 - 56)).toBe(true);
  });

  it('leaves the metadata well-formed', async () => {
    const { source } = readBack(await renderPdf({ ...invoice, title: 'A & B <c> "d"', issuer: '<x>&' }));
    const metadata = source.slice(source.indexOf('<x:xmpmeta'), source.indexOf('</x:xmpmeta>'));

    expect(metadata.replace(/<\/?[\w:]+(?:\s+[\w:]+="[^"]*")*\s*\/?>/g, '')).not.toMatch(/[<&]/);
  });

  it('of tenants cannot make a link, a script or a form', async () => {
    const { source } = readBack(await renderPdf(withBlocks({ kind: 'paragraph', text: ') /JS (app.alert(1)) https://example.org/ >> /OpenAction <<' })));

    expect(source).not.toMatch(/\/JS |\/JavaScript|\/OpenAction|\/URI|\/AcroForm/);
  });
});

describe('a heading', () => {
  it('never stands alone at the foot of a page', async () => {
    const filler: Block = { kind: 'paragraph', text: 'words '.repeat(30) };
    for (let count = 10; count <= 16; count += 1) {
      const blocks: Block[] = [...Array.from({ length: count }, () => filler), { kind: 'heading', level: 1, text: 'Heading' }, { kind: 'heading', level: 2, text: 'Below' }, { kind: 'paragraph', text: 'Follower' }];
      const { pieces } = readBack(await renderPdf(withBlocks(...blocks)));
      const pages = new Set(['Heading', 'Below', 'Follower'].map((text) => pieces.find((piece) => piece.text === text)?.page));

      expect(pages.size).toBe(1);
    }
  });
});

describe('a model that no honest document can be made of', () => {
  it.each<[string, DocumentModel, string]>([
    ['a heading that skips a level', withBlocks({ kind: 'heading', level: 2, text: 'x' }), 'blocks.0'],
    ['a row with too few cells', withBlocks({ kind: 'table', columns: [{ heading: 'a' }, { heading: 'b' }], rows: [['1']] }), 'blocks.0'],
    ['a table without rows or words for it', withBlocks({ kind: 'table', columns: [{ heading: 'a' }], rows: [] }), 'blocks.0'],
    ['a chart without words', withBlocks({ kind: 'chart', title: 't', alt: ' ', chart: { kind: 'bars', categoryHeading: 'c', categories: ['a'], series: [{ name: 's', tone: 'low', values: [1] }] } }), 'blocks.0'],
    ['a value that is no number', withBlocks({ kind: 'chart', title: 't', alt: 'a', chart: { kind: 'bars', categoryHeading: 'c', categories: ['a'], series: [{ name: 's', tone: 'low', values: [Number.NaN] }] } }), 'blocks.0'],
    ['no date', { ...invoice, createdAt: new Date(Number.NaN) }, 'createdAt'],
    ['no title', { ...invoice, title: ' ' }, 'title'],
  ])('is refused: %s', async (_what, model, path) => {
    await expect(renderPdf(model)).rejects.toEqual(expect.objectContaining({ slug: 'document.malformed', path }));
  });

  it('is told from an empty period, which gives a valid report', async () => {
    const bytes = await renderPdf(withBlocks({ kind: 'table', columns: [{ heading: 'Case' }], rows: [], empty: 'No cases in this period.' },
      { kind: 'chart', title: 'None', alt: 'No findings.', chart: { kind: 'stackedBars', categoryHeading: 'Month', categories: ['2026-06'], series: [{ name: 'High', tone: 'high', values: [0] }] } },
      { kind: 'chart', title: 'None', alt: 'No times.', chart: { kind: 'line', categoryHeading: 'Month', categories: ['2026-06'], series: [{ name: 'Median', tone: 'low', values: [null] }] } }));

    expect(readBack(bytes).text).toContain('Nocasesinthisperiod.');
  });
});

describe('counting pages', () => {
  it.each([['', 'nothing'], ['%PDF-1.7\n', 'half a file'], ['hello /Type /Pages /Count 3', 'text']])('refuses %j, which is %s', (text) => {
    expect(() => pageCount(Buffer.from(text))).toThrow(expect.objectContaining({ slug: 'document.not_ours' }));
  });
});
