/** The part of a key press that moves within a list. */
export interface MoveKey { readonly key: string; readonly code: string; readonly ctrlKey: boolean; readonly metaKey: boolean; readonly altKey: boolean }

/** With Japanese input on, a key outside a field is called `Process`; its place on the keyboard still tells which it was. */
const nameOf = ({ key, code }: MoveKey): string => (key === 'Process' && code.startsWith('Key') ? code.slice(3).toLowerCase() : key);

/** Where a key leads from row `from` of `count`; undefined for a key that does not move. Lists do not wrap around. */
export function nextIndex(event: MoveKey, from: number, count: number, pageRows: number): number | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey || count === 0) return undefined;
  const to = (index: number): number => Math.min(count - 1, Math.max(0, index));
  switch (nameOf(event)) {
    case 'ArrowDown': case 'j': return to(from + 1);
    case 'ArrowUp': case 'k': return to(from - 1);
    case 'PageDown': return to(from + pageRows);
    case 'PageUp': return to(from - pageRows);
    case 'Home': return 0;
    case 'End': return count - 1;
    default: return undefined;
  }
}
