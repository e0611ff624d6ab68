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

/**
 * Whether `test` holds for some element of a value; arrays are flattened, so that an array field matches by any element.
 * It keeps its own stack, because depth and length of an array are the sender's choice.
 */
export function someElement(value: unknown, test: (element: unknown) => boolean): boolean {
  if (!Array.isArray(value)) return test(value);
  const open: { readonly list: readonly unknown[]; at: number }[] = [{ list: value, at: 0 }];
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    const element = top.list[top.at++];
    if (top.at > top.list.length) open.pop();
    else if (Array.isArray(element)) open.push({ list: element, at: 0 });
    else if (test(element)) return true;
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
