import { DEFAULT_PLANS, planInForce } from '@yagura/rating';
import type { BilledAgreement } from '../agreement/agreement';
import { billingPeriod } from './billing-period';
import { dataVersionOf, draftContent, type Invoice } from './invoice';
import { invoiceDocument } from './invoice-document';
import { grouped } from './invoice-words';
import { ratePeriod } from './rate-invoice';

const plan = planInForce(DEFAULT_PLANS, 'standard', '2026-06-01');

function invoiceOf(language: 'ja' | 'en', change: Partial<Invoice> = {}): Invoice {
  const agreement: BilledAgreement = {
    version: 1, agreementId: 'a', plan: 'mdr_standard', currency: 'JPY', timeZone: 'Asia/Tokyo', language, billingName: 'みほん精機株式会社', startsOn: '2026-01-01',
    inForceAt: new Date('2026-01-01T00:00:00Z'),
  };
  const period = billingPeriod('to-date', [agreement], new Date('2026-06-11T03:00:00Z'));
  const lines = ratePeriod(plan, { bytes: '1412600000001', sources: 22, users: 3 }, period);
  const content = draftContent({ period, plan, issuer: { issuerId: 'p', name: '櫓セキュリティ株式会社', address: '東京都', registrationNumber: null }, lines, late: [], ledgerThrough: '7' });
  return {
    ...content, tenantId: 't', invoiceId: 'i', status: 'draft', version: 2, dataVersion: dataVersionOf(content), number: null, draftedAt: new Date('2026-06-11T03:00:00Z'),
    issuedOn: null, finalisedAt: null, file: null, lines: content.lines.map((line, at) => ({ ...line, lineId: String(at) })), ...change,
  };
}
const final = { status: 'final', number: 'INV-000007', issuedOn: '2026-07-04', finalisedAt: new Date('2026-07-04T00:00:00Z'), isToDate: false } as const;
const wordsOf = (invoice: Invoice): string => JSON.stringify(invoiceDocument(invoice));

describe('the document of an invoice', () => {
  it.each([['ja', '下書き', '2026年6月11日'], ['en', 'DRAFT', '11 June 2026']] as const)('in %s says on every page and at its head that a draft is none', (language, word, day) => {
    const document = invoiceDocument(invoiceOf(language));

    expect([document.title, document.kind, document.handling].every((text) => text.includes(word))).toBe(true);
    expect(document.blocks[0]).toMatchObject({ kind: 'callout', title: expect.stringContaining(word), items: [{ text: expect.stringContaining(day) }] });
    expect(wordsOf(invoiceOf(language, final))).not.toContain(word);
  });

  it('is styled a qualified invoice only with a registration number and a number of its own', () => {
    const registered = { issuerId: 'p', name: '櫓セキュリティ株式会社', address: '東京都', registrationNumber: 'T1234567890123' };

    expect(invoiceDocument(invoiceOf('ja', { ...final, issuer: registered })).kind).toBe('適格請求書');
    expect(invoiceDocument(invoiceOf('ja', final)).kind).toBe('請求書');
    expect(wordsOf(invoiceOf('ja', final))).toContain('適格請求書（消費税法第57条の4）ではありません');
    expect(wordsOf(invoiceOf('ja', { issuer: registered }))).toContain('ではありません');
    expect(wordsOf(invoiceOf('ja', { ...final, issuer: registered }))).toContain('登録番号 T1234567890123');
  });

  it('shows each line’s exact quantity, the fee as days of days, and sums that agree with the lines', () => {
    const table = invoiceDocument(invoiceOf('en')).blocks.find((block) => block.kind === 'table');

    expect(table).toMatchObject({
      rows: [
        ['Monthly fee, MDR Standard (11 days)', '11/30', 'month', '300,000', '10 %', '110,000'],
        ['Log ingestion (1,412.600000001 GB used, 300 included)', '1,000', 'GB', '560', '10 %', '560,000'],
        ['Log ingestion (1,412.600000001 GB used, 300 included)', '112.600000001', 'GB', '440', '10 %', '49,544'],
        ['Log sources watched (22 sources used, 20 included)', '2', 'source', '2,000', '10 %', '4,000'],
        ['Users (3 users used, 100 included)', '0', 'user', '500', '10 %', '0'],
      ],
      totals: [['Subtotal before tax', '', '', '', '', '723,544']],
    });
  });

  it('is the same model for the same data', () => {
    expect(invoiceDocument(invoiceOf('ja'))).toEqual(invoiceDocument(invoiceOf('ja')));
    expect(invoiceOf('ja').dataVersion).not.toBe(invoiceOf('en').dataVersion);
  });
});

test('digits are grouped before the point only', () => {
  expect(['0', '999', '1000', '1234567.891234', '-1000'].map(grouped)).toEqual(['0', '999', '1,000', '1,234,567.891234', '−1,000']);
});
