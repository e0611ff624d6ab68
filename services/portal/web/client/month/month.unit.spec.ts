import { isMonth, monthOf, monthsBack, spanOf } from './month';

describe('months of an agreement', () => {
  it('begin and end at the zone’s own midnights, also where clocks change', () => {
    expect(spanOf('2026-11', 'Asia/Tokyo')).toEqual({ from: '2026-10-31T15:00:00.000Z', until: '2026-11-30T15:00:00.000Z' });
    expect(spanOf('2026-03', 'Europe/London')).toEqual({ from: '2026-03-01T00:00:00.000Z', until: '2026-03-31T23:00:00.000Z' });
    expect(spanOf('2026-12', 'UTC')).toEqual({ from: '2026-12-01T00:00:00.000Z', until: '2027-01-01T00:00:00.000Z' });
  });

  it('follow one another without a gap', () => {
    for (const zone of ['Asia/Tokyo', 'Europe/London', 'America/New_York', 'Australia/Lord_Howe']) {
      const months = monthsBack('2027-02', 14).reverse();
      for (const [index, month] of months.entries()) if (index > 0) expect(spanOf(months[index - 1] ?? '', zone).until).toBe(spanOf(month, zone).from);
    }
  });

  it('are those of the zone, not of the reader', () => {
    expect([monthOf(new Date('2026-10-31T15:30:00Z'), 'Asia/Tokyo'), monthOf(new Date('2026-10-31T15:30:00Z'), 'UTC')]).toEqual(['2026-11', '2026-10']);
    expect(monthsBack('2026-01', 3)).toEqual(['2026-01', '2025-12', '2025-11']);
  });

  it('are told from other texts', () => {
    expect(['2026-11', '2026-13', '1999-01', 'x', 3, undefined].map(isMonth)).toEqual([true, false, false, false, false, false]);
  });
});
