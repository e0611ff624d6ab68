import { durationWords, monthName, proseTime, zoneName } from './prose-time';

describe('times in sentences', () => {
  const at = new Date('2026-11-21T05:03:07Z');

  it('are written as each language writes them, in the reader’s zone', () => {
    expect(proseTime(at, 'Asia/Tokyo', 'ja', { zone: true })).toBe('2026年11月21日(土) 14:03 JST');
    expect(proseTime(at, 'Asia/Tokyo', 'en', { zone: true })).toBe('Sat 21 Nov 2026, 14:03 JST');
    expect(proseTime(at, 'America/New_York', 'en', { time: false })).toBe('Sat 21 Nov 2026');
  });

  it('name the zone of the season', () => {
    expect(zoneName(new Date('2026-07-01T00:00:00Z'), 'Europe/London')).toBe('BST');
    expect(zoneName(new Date('2026-12-01T00:00:00Z'), 'Europe/London')).toBe('GMT');
    expect(zoneName(at, 'UTC')).toBe('UTC');
  });

  it('tell lengths in their two greatest units', () => {
    expect([0.4, 59, 60, 11_520, 90_061].map((seconds) => durationWords(seconds, 'ja'))).toEqual(['0秒', '59秒', '1分', '3時間12分', '1日1時間']);
    expect([1, 61, 11_520].map((seconds) => durationWords(seconds, 'en'))).toEqual(['1 second', '1 minute 1 second', '3 hours 12 minutes']);
  });

  it('name a month', () => {
    expect([monthName('2026-11', 'ja'), monthName('2026-01', 'en')]).toEqual(['2026年11月', 'January 2026']);
  });
});
