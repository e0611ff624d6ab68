import type { DocumentModel } from '@yagura/pdf';
import { RenderPool } from './render-pool';

const model = (title: string): DocumentModel => ({
  language: 'en', title, kind: 'Sample', subtitle: 'Nobody', issuer: 'Yagura', handling: 'Open', createdAt: new Date('2026-06-01T00:00:00Z'), blocks: [{ kind: 'paragraph', text: title }],
});

describe('the thread that sets reports', () => {
  let pool: RenderPool;

  beforeEach(() => { pool = new RenderPool(); });
  afterEach(() => pool.close());

  it('sets one, lets two wait, and sends the next away with a hint when to come back', async () => {
    const settled = await Promise.allSettled(['one', 'two', 'three', 'four'].map((title) => pool.render(model(title))));

    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected']);
    expect(settled[3]).toMatchObject({ reason: { kind: 'Unavailable', slug: 'report.busy', retryAfterSec: 5 } });
    await expect(pool.render(model('five'))).resolves.toMatchObject({ pages: 1 });
  });

  it('goes on with the next document after one that cannot be set', async () => {
    const [bad, good] = await Promise.allSettled([pool.render(model(' ')), pool.render(model('good'))]);

    expect(bad).toMatchObject({ status: 'rejected', reason: { slug: 'report.not_set' } });
    expect(good).toMatchObject({ status: 'fulfilled', value: { pages: 1 } });
  });
});
