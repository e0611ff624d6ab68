import type { OutputColumn } from './emit';

/** One row of an answer by the names that the query gave: texts, numbers, milliseconds. */
export type LakeRow = Readonly<Record<string, string | number>>;

/** Names the positions of one compact row; IPv4 addresses come back as they are usually written, none as the empty text. */
export function namedRow(output: readonly OutputColumn[], values: readonly unknown[]): LakeRow {
  return Object.fromEntries(output.map(({ name, reads }, at): [string, string | number] => {
    const value = values[at];
    if (reads === 'number') return [name, Number(value)];
    return [name, reads === 'address' ? usualAddress(String(value)) : String(value)];
  }));
}

function usualAddress(text: string): string {
  if (text === '::') return '';
  return text.startsWith('::ffff:') && text.includes('.') ? text.slice('::ffff:'.length) : text;
}
