import { isUuid, newId } from './ids';

/** Past the end of what is asked for in advance, several times. */
const MANY = 2_000;

describe('a new id', () => {
  const ids = Array.from({ length: MANY }, () => newId());

  it('is a UUID of version 7 with the variant of RFC 9562', () => {
    expect(ids.filter((id) => !isUuid(id) || id[14] !== '7' || !/[89ab]/.test(id[19]))).toEqual([]);
  });

  it('has random bits of its own', () => {
    expect(new Set(ids.map((id) => id.slice(15))).size).toBe(MANY);
    expect(new Set(ids.map((id) => id.slice(20))).size).toBe(MANY);
  });

  it('sorts by the instant of its making', () => {
    const early = newId(Date.UTC(2026, 0, 1));

    expect(early < newId(Date.UTC(2026, 0, 1) + 1)).toBe(true);
    expect(Number.parseInt(early.slice(0, 13).replace('-', ''), 16)).toBe(Date.UTC(2026, 0, 1));
  });
});
