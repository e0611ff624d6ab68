/** One line of a JSON text as it is shown. Numbers keep the text they were sent with, so that none of their digits is lost. */
export interface JsonLine {
  readonly depth: number;
  readonly kind: 'open' | 'close' | 'text' | 'number' | 'word' | 'empty';
  /** Name within its object, decoded. */
  readonly name?: string;
  /** A text decoded; everything else as it was sent. */
  readonly value: string;
  /** Of an opening line: the line that closes it, and how many members lie between. */
  readonly closedBy?: number;
  readonly members?: number;
}

interface Open { readonly line: number; readonly isObject: boolean; members: number; name: string | undefined }

const TOKEN = /[\s,:]*([{}[\]]|"[^"\\]*(?:\\.[^"\\]*)*"|[^\s,:{}[\]"]+)/y;

/** The lines of a JSON text in the order in which it was sent, also where a name comes twice. Undefined when it is no JSON object or array. */
export function jsonLines(text: string): readonly JsonLine[] | undefined {
  if (!isStructure(text)) return undefined;
  const lines: { -readonly [Part in keyof JsonLine]: JsonLine[Part] }[] = [];
  const open: Open[] = [];
  TOKEN.lastIndex = 0;
  for (let found = TOKEN.exec(text); found !== null; found = TOKEN.exec(text)) {
    const token = found[1] ?? '';
    const within = open.at(-1);
    if (token === '}' || token === ']') {
      open.pop();
      const opening = within === undefined ? undefined : lines[within.line];
      if (within === undefined || opening === undefined) continue;
      if (within.members === 0) Object.assign(opening, { kind: 'empty', value: `${opening.value}${token}` });
      else {
        Object.assign(opening, { closedBy: lines.length, members: within.members });
        lines.push({ depth: open.length, kind: 'close', value: token });
      }
    } else if (within?.isObject === true && within.name === undefined) within.name = JSON.parse(token) as string;
    else {
      lines.push({ depth: open.length, kind: kindOf(token), value: token.startsWith('"') ? JSON.parse(token) as string : token, ...(within?.name === undefined ? {} : { name: within.name }) });
      if (within !== undefined) Object.assign(within, { members: within.members + 1, name: undefined });
      if (token === '{' || token === '[') open.push({ line: lines.length - 1, isObject: token === '{', members: 0, name: undefined });
    }
  }
  return lines;
}

function isStructure(text: string): boolean {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null;
  } catch {
    return false;
  }
}

function kindOf(token: string): JsonLine['kind'] {
  if (token === '{' || token === '[') return 'open';
  if (token.startsWith('"')) return 'text';
  return /^[-\d]/.test(token) ? 'number' : 'word';
}

/** Numbers of the lines that are seen while some are folded. */
export function seenLines(lines: readonly JsonLine[], folded: ReadonlySet<number>): number[] {
  const seen: number[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    seen.push(index);
    const closedBy = folded.has(index) ? lines[index]?.closedBy : undefined;
    if (closedBy !== undefined) index = closedBy;
  }
  return seen;
}

/** Numbers of the lines whose name or value holds these words, whatever their case. */
export function linesWith(lines: readonly JsonLine[], words: string): number[] {
  const wanted = words.toLowerCase();
  if (wanted === '') return [];
  return lines.flatMap(({ name, value }, index) => (name?.toLowerCase().includes(wanted) === true || value.toLowerCase().includes(wanted) ? [index] : []));
}
