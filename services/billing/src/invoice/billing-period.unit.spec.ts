import type { BilledAgreement } from '../agreement/agreement';
import { billingPeriod, dayBefore } from './billing-period';

const agreement: BilledAgreement = {
  version: 1, agreementId: 'a', plan: 'mdr_standard', currency: 'JPY', timeZone: 'Asia/Tokyo', language: 'ja', billingName: 'x', startsOn: '2026-01-01',
  inForceAt: new Date('2026-01-01T00:00:00Z'),
};
const at = (text: string): Date => new Date(text);

describe('a billed month', () => {
  it.each([
    ['Asia/Tokyo', '2026-06', '2026-05-31T15:00:00.000Z', 720], ['Europe/Berlin', '2026-03', '2026-02-28T23:00:00.000Z', 743], ['Europe/Berlin', '2026-10', '2026-09-30T22:00:00.000Z', 745],
  ])('in %s, %s, begins at local midnight and has its own hours', (timeZone, month, startsAt, hours) => {
    const period = billingPeriod(month, [{ ...agreement, timeZone }], at('2027-01-01T00:00:00Z'));

    expect(period.startsAt.toISOString()).toBe(startsAt);
    expect((period.endsAt.getTime() - period.startsAt.getTime()) / 3_600_000).toBe(hours);
  });

  it('runs until its last local midnight and is closed from then on', () => {
    const last = billingPeriod('to-date', [agreement], at('2026-06-30T14:59:59.999Z'));
    const over = billingPeriod('2026-06', [agreement], at('2026-06-30T15:00:00Z'));
    const next = billingPeriod('to-date', [agreement], at('2026-06-30T15:00:00Z'));

    expect([last.month, last.isToDate, last.endDay]).toEqual(['2026-06', true, '2026-07-01']);
    expect([over.isToDate, over.firstDay, over.endDay]).toEqual([false, '2026-06-01', '2026-07-01']);
    expect([next.month, next.firstDay, next.endDay]).toEqual(['2026-07', '2026-07-01', '2026-07-02']);
  });

  it('has December end with the year', () => {
    expect(billingPeriod('2026-12', [agreement], at('2027-02-01T00:00:00Z'))).toMatchObject({ monthStart: '2026-12-01', monthEnd: '2027-01-01' });
  });

  it('is billed by the last version in force before its end, and by the first one before all', () => {
    const versions = [{ ...agreement, inForceAt: at('2026-04-10T00:00:00Z') }, { ...agreement, version: 2, inForceAt: at('2026-05-31T15:00:00Z') }];
    const versionOf = (month: string): number => billingPeriod(month, versions, at('2027-01-01T00:00:00Z')).agreement.version;

    expect(['2026-03', '2026-04', '2026-05', '2026-06'].map(versionOf)).toEqual([1, 1, 1, 2]);
  });
});

test('the day before the first of March knows leap years', () => {
  expect([dayBefore('2026-03-01'), dayBefore('2028-03-01'), dayBefore('2026-01-01')]).toEqual(['2026-02-28', '2028-02-29', '2025-12-31']);
});
