export type Comparison = 'gt' | 'gte' | 'lt' | 'lte' | 'eq';
export type NumberValue = number | bigint;

const NUMERIC = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,4})?$/;
const INTEGER = /^[+-]?\d+$/;

/** The number a value stands for: numbers and numeric strings; undefined for everything else, never zero. */
export function numberOf(value: unknown): NumberValue | undefined {
  if (typeof value === 'number') return Number.isNaN(value) ? undefined : value;
  if (typeof value === 'bigint') return value;
  if (typeof value !== 'string' || value.length > 400 || !NUMERIC.test(value)) return undefined;
  const number = Number(value);
  // Beyond 2^53 a double would merge neighbours, so whole numbers are compared exactly.
  return Number.isSafeInteger(number) || !INTEGER.test(value) ? number : BigInt(value.replace('+', ''));
}

export function compare(one: NumberValue, comparison: Comparison, two: NumberValue): boolean {
  switch (comparison) {
    case 'gt': return one > two;
    case 'gte': return one >= two;
    case 'lt': return one < two;
    case 'lte': return one <= two;
    // Relational operators compare bigint and number by value; strict equality would tell them apart.
    case 'eq': return one >= two && one <= two;
  }
}
