import { fold } from '../text/fold';

/** Shorter literals occur in nearly every text and would not spare any work. */
const SHORTEST = 3;

/**
 * The longest literal, folded, that the folding of every text matched by a regular expression must contain; empty when
 * none is sure. Only the top level is read: groups, classes and optional pieces contribute nothing, and whatever is not
 * understood gives up. Under case-insensitivity a literal ends at "s" and outside ASCII, because there the expression
 * engine knows more pairs of letters than lower-casing does.
 */
export function regexLiteral(source: string, flags: string): string {
  const isInsensitive = flags.includes('i') || /\(\?[a-zA-Z-]*i/.test(source);
  const runs: string[] = [];
  let run: string[] = [];
  const endRun = (): void => {
    runs.push(run.join(''));
    run = [];
  };
  const chars = [...source];
  for (let at = 0; at < chars.length;) {
    const char = chars[at];
    if (char === '|') return '';
    if (char === '\\') {
      const escaped = chars[at + 1] ?? '';
      if (/[0-9A-Za-z]/.test(escaped)) {
        if (!'dDwWsSbBAznrtfva'.includes(escaped)) return '';
        endRun();
      } else run.push(escaped);
      at += 2;
    } else if (char === '[' || char === '(') {
      endRun();
      at = char === '[' ? behindClass(chars, at) : behindGroup(chars, at);
    } else if (char === '*' || char === '?' || char === '{') {
      run.pop();
      endRun();
      at += char === '{' ? repetitionLength(chars, at) : 1;
    } else if (char === '+' || char === '.' || char === '^' || char === '$') {
      endRun();
      at++;
    } else {
      run.push(char);
      at++;
    }
  }
  endRun();
  return longest(isInsensitive ? runs.flatMap((one) => one.split(/[sS]|[^ -~]/)) : runs);
}

function longest(runs: readonly string[]): string {
  const best = runs.reduce((one, two) => (two.length > one.length ? two : one), '');
  return best.length < SHORTEST ? '' : fold(best);
}

/** Position behind a class such as `[^]a[:digit:]]`. */
function behindClass(chars: readonly string[], start: number): number {
  let at = start + 1;
  if (chars[at] === '^') at++;
  if (chars[at] === ']') at++;
  while (at < chars.length && chars[at] !== ']') {
    if (chars[at] === '[' && chars[at + 1] === ':') at = chars.indexOf(']', at) + 1;
    else at += chars[at] === '\\' ? 2 : 1;
  }
  return at + 1;
}

function behindGroup(chars: readonly string[], start: number): number {
  let depth = 0;
  for (let at = start; at < chars.length;) {
    const char = chars[at];
    if (char === '[') at = behindClass(chars, at);
    else {
      depth += char === '(' ? 1 : char === ')' ? -1 : 0;
      at += char === '\\' ? 2 : 1;
      if (depth === 0) return at;
    }
  }
  return chars.length;
}

function repetitionLength(chars: readonly string[], start: number): number {
  return /^\{\d+(,\d*)?\}/.exec(chars.slice(start, start + 16).join(''))?.[0].length ?? 1;
}
