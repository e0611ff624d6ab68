import { GuessLimit } from './guess-limit';

describe('the limit of guesses', () => {
  it('lets a burst of unknown credentials pass, then one every twentieth of a second', () => {
    const limit = new GuessLimit();
    const first = Array.from({ length: 200 }, () => limit.waitMs('192.0.2.1', 0));

    expect(new Set(first)).toEqual(new Set([0]));
    expect(limit.waitMs('192.0.2.1', 0)).toBe(50);
    expect(limit.waitMs('192.0.2.1', 50)).toBe(0);
  });

  it('counts each address for itself, and forgets the oldest rather than grow', () => {
    const limit = new GuessLimit();
    for (let guess = 0; guess < 201; guess += 1) limit.waitMs('192.0.2.1', 0);

    expect(limit.waitMs('192.0.2.2', 0)).toBe(0);
    for (let other = 0; other < 10_000; other += 1) limit.waitMs(`198.51.100.${other}`, 0);
    expect(limit.waitMs('192.0.2.1', 0)).toBe(0);
  });
});
