import { invoice } from '../sample/invoice';
import { renderInThread } from './render-in-thread';
import { renderPdf } from './render-pdf';

describe('a document set in a thread', () => {
  it('has the bytes that it has without one', async () => {
    const [threaded, plain] = await Promise.all([renderInThread(invoice), renderPdf(invoice)]);

    expect(Buffer.from(threaded).equals(plain)).toBe(true);
  });

  it('fails alone when it is malformed, and the next one is set', async () => {
    const broken = renderInThread({ ...invoice, title: '' });
    const next = renderInThread(invoice);

    await expect(broken).rejects.toMatchObject({ kind: 'Unavailable', slug: 'document.render_failed', message: expect.stringContaining('title is empty') });
    expect((await next).subarray(0, 5)).toEqual(new Uint8Array(Buffer.from('%PDF-')));
  });
});
