import { METERS } from '@yagura/rating';
import type { BilledAgreement } from '../agreement/agreement';
import { PRICE_BOOK, pricesOf } from './price-book';

const agreement: BilledAgreement = {
  version: 1, agreementId: 'a', plan: 'mdr_standard', currency: 'JPY', timeZone: 'Asia/Tokyo', language: 'ja', billingName: 'x', startsOn: '2026-01-01',
  inForceAt: new Date('2026-01-01T00:00:00Z'),
};

describe('the price book', () => {
  it.each(['mssp_business', 'mdr_standard', 'mdr_enterprise'])('prices every meter of %s in yen and in dollars', (plan) => {
    for (const currency of ['JPY', 'USD']) {
      const prices = pricesOf({ ...agreement, plan, currency }, '2026-06-01');

      expect(prices.currency).toBe(currency);
      expect(prices.prices.map(({ meter }) => meter)).toEqual([...METERS]);
    }
  });

  it('taxes a client company in Japan at the standard rate and puts others outside of its scope', () => {
    const taxes = (timeZone: string) => pricesOf({ ...agreement, timeZone }, '2026-06-01').prices.map(({ taxCategory, taxRate }) => `${taxCategory} ${taxRate}`);

    expect(new Set(taxes('Asia/Tokyo'))).toEqual(new Set(['S 10']));
    expect(new Set(taxes('Europe/Berlin'))).toEqual(new Set(['O 0']));
  });

  it('takes the version in force on the day, and has no price before the first, for unknown plans and currencies', () => {
    const [standard] = PRICE_BOOK.filter(({ plan, currency }) => plan === 'standard' && currency === 'JPY');
    const book = [...PRICE_BOOK, { ...standard, version: 2, from: '2026-07-01' }];

    expect([pricesOf(agreement, '2026-06-30', book).version, pricesOf(agreement, '2026-07-01', book).version]).toEqual([1, 2]);
    for (const [change, date] of [[{}, '2025-12-31'], [{ plan: 'no_such_plan' }, '2026-06-01'], [{ currency: 'CNY' }, '2026-06-01']] as const) {
      expect(() => pricesOf({ ...agreement, ...change }, date)).toThrow(expect.objectContaining({ slug: 'billing.plan_not_priced' }));
    }
  });
});
