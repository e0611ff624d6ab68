/** Where a key (by its name, see `keyName`) leads from row `from` of `count`; undefined for a key that does not move. Lists do not wrap around. */
export function nextIndex(name: string | undefined, from: number, count: number, pageRows: number): number | undefined {
  if (count === 0) return undefined;
  const to = (index: number): number => Math.min(count - 1, Math.max(0, index));
  switch (name) {
    case 'ArrowDown': case 'j': return to(from + 1);
    case 'ArrowUp': case 'k': return to(from - 1);
    case 'PageDown': return to(from + pageRows);
    case 'PageUp': return to(from - pageRows);
    case 'Home': return 0;
    case 'End': return count - 1;
    default: return undefined;
  }
}
