import { deflateSync, gzipSync } from 'node:zlib';
import { fileText, unpacked } from '../api/installation';
import { mailText } from '../api/person';
import { carriedAcross } from './carried-across';

const [a, b] = ['0199aaaa-0000-7000-8000-00000000000a', '0199bbbb-0000-7000-8000-00000000000b'];
const caseOfB = '0199bbbb-0000-7000-8000-0000000000cc';
const sides = [
  { tenantId: a, mark: 'qzalpha', foreign: { texts: ['qzbravo', 'whsec_of_b'], ids: new Set([caseOfB]) } },
  { tenantId: b, mark: 'qzbravo', foreign: { texts: ['qzalpha'], ids: new Set<string>() } },
];
const judged = (text: string, owner: { readonly tenantId?: string } = { tenantId: a }): readonly string[] => carriedAcross([{ carrier: 'planted', ...owner, text }], sides).found;

describe('what is carried across', () => {
  it.each([
    ['a word of the other', 'the host QZBRAVO-host-1'], ['an id of the other', `{"caseId":"${caseOfB}"}`], ['a secret of the other', 'x-secret: whsec_of_b'],
    ['a word inside base64', Buffer.from('machine qzbravo-host-1').toString('base64')],
    ['a word in a compressed body', unpacked(gzipSync('{"event":{"host":"qzbravo-host-1"}}'))],
    ['a word in a stream of a PDF', fileText(Buffer.concat([Buffer.from('%PDF-1.7\nstream\n', 'latin1'), deflateSync('(qzbravo-name) Tj'), Buffer.from('endstream', 'latin1')]))],
    ['a word in the body of a mail', mailText(`To: someone\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from('Dear qzbravo').toString('base64')}`)],
  ])('is found: %s', (_, text) => {
    expect(judged(text)).toHaveLength(1);
  });

  it('is every word of either company under nobody’s name, as in a log or a mail to both', () => {
    expect([judged('a line about qzalpha', {}), judged('a line about qzbravo', {}), judged('a line', {})].map(({ length }) => length)).toEqual([1, 1, 0]);
  });

  it('is nothing of a company’s own, which is noted as seen', () => {
    const { found, seen } = carriedAcross([{ carrier: 'mail', tenantId: a, text: 'Dear qzalpha' }, { carrier: 'mail', tenantId: b, text: 'Dear somebody' }], sides);

    expect({ found, seen: [...seen] }).toEqual({ found: [], seen: ['mail qzalpha'] });
  });
});
