/**
 * Text by which a scalar is compared: strings as they are, numbers in plain decimal without exponent, booleans as
 * `true` and `false`. Objects, null and missing values have no text. Integers beyond 2^53 keep their digits only if the
 * record hands them over as bigint or string.
 */
export function canonicalText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return decimalText(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  return undefined;
}

/** Calls `visit` for each element of a value; arrays are flattened, so that an array field matches by any element. */
export function someElement(value: unknown, visit: (element: unknown) => boolean): boolean {
  if (!Array.isArray(value)) return visit(value);
  const pending: unknown[] = [...(value as unknown[])].reverse();
  while (pending.length > 0) {
    const next = pending.pop();
    if (Array.isArray(next)) pending.push(...([...(next as unknown[])].reverse()));
    else if (visit(next)) return true;
  }
  return false;
}

function decimalText(value: number): string {
  const text = String(value);
  const exponentAt = text.indexOf('e');
  if (exponentAt < 0) return text;
  const exponent = Number(text.slice(exponentAt + 1));
  const sign = text.startsWith('-') ? '-' : '';
  const [whole, fraction = ''] = text.slice(sign.length, exponentAt).split('.');
  const digits = `${whole}${fraction}`;
  return exponent < 0
    ? `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`
    : `${sign}${digits}${'0'.repeat(exponent - fraction.length)}`;
}
