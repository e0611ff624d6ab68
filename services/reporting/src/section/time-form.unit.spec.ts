import { TimeForm } from './time-form';

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('times as people write them', () => {
  const ja = new TimeForm('ja', 'Asia/Tokyo', 2026);
  const en = new TimeForm('en', 'Europe/London', 2026);

  it.each([
    [0, '0秒', '0 s'], [59, '59秒', '59 s'], [60, '1分', '1 min'], [3_599, '1時間', '1 h'], [3_660, '1時間1分', '1 h 1 min'], [86_400, '1日', '1 d'], [90_000, '1日1時間', '1 d 1 h'],
    [86_460, '1日', '1 d'],
  ])('%i seconds are %s and %s', (seconds, japanese, english) => {
    expect([ja.duration(seconds), en.duration(seconds)]).toEqual([japanese, english]);
  });

  it('stand on the wall clock of the zone, also beside a change of the clocks', () => {
    expect(plain(ja.dateTime('2026-06-30T15:00:00Z'))).toBe('7月1日 00:00');
    expect(plain(en.dateTime('2026-03-29T00:59:00Z'))).toBe('29 Mar 00:59');
    expect(plain(en.dateTime('2026-03-29T01:00:00Z'))).toBe('29 Mar 02:00');
    expect(plain(en.dateTime('2026-10-25T01:00:00Z'))).toBe('25 Oct 01:00');
  });

  it('name the year when it is another one than the report’s', () => {
    expect([ja.date('2025-12-31'), en.date('2025-12-31'), ja.month('2025-12'), en.month('2025-12')]).toEqual(['2025年12月31日', '31 December 2025', '2025年12月', 'December 2025']);
  });

  it('name the zone in the reader’s language', () => {
    expect([ja.zone(), new TimeForm('en', 'Asia/Tokyo', 2026).zone()]).toEqual(['日本標準時', 'Japan Standard Time']);
  });
});
