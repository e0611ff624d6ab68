/** The part of a key press that our keys are read from; a `KeyboardEvent` fits. */
export interface KeyPress {
  readonly key: string;
  /** Place on the keyboard, whatever the layout or the input method makes of it. */
  readonly code: string;
  readonly keyCode: number;
  readonly isComposing: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** Where a key was pressed, and whether keys of one character are wished (WCAG 2.1.4). */
export interface KeyPlace { readonly isField: boolean; readonly hasCharacterKeys: boolean }

/** What `keyCode` says of a key that an input method has taken (UI Events, section 8.3.1). */
const TAKEN_BY_INPUT_METHOD = 229;
const SIGN_AT: Readonly<Record<string, readonly [plain: string, shifted: string] | undefined>> = {
  Slash: ['/', '?'], Period: ['.', '>'], BracketLeft: ['[', '{'], BracketRight: [']', '}'], Space: [' ', ' '],
};

/**
 * The name by which pages know a key: `j`, `Shift+x`, `?`, `Space`, `ArrowDown`, `Mod+k`; undefined for a key that is not ours. In a field
 * only Escape is, and not while a word is being composed: the first press of a composition comes before `compositionstart`, so the code 229 counts as
 * well. Outside of fields an input method has nothing to compose, so a key that it took is read by its place: `j` works with Japanese input on.
 */
export function keyName(press: KeyPress, { isField, hasCharacterKeys }: KeyPlace): string | undefined {
  if (press.altKey) return undefined;
  const isTaken = press.isComposing || press.keyCode === TAKEN_BY_INPUT_METHOD || press.key === 'Process';
  if (isField) return !isTaken && press.key === 'Escape' ? 'Escape' : undefined;
  const key = isTaken || !isPlain(press.key) ? placed(press) : press.key;
  if (press.ctrlKey || press.metaKey) return key.toLowerCase() === 'k' ? 'Mod+k' : undefined;
  if (key === ' ') return 'Space';
  if (key.length > 1) return key;
  if (!hasCharacterKeys || key === '') return undefined;
  return press.shiftKey && /^[a-z]$/i.test(key) ? `Shift+${key.toLowerCase()}` : key.toLowerCase();
}

/** Named keys and signs of ASCII; a kana that a key wrote by itself is none. */
const isPlain = (key: string): boolean => key.length > 1 || /^[ -~]$/.test(key);

function placed({ code, shiftKey }: KeyPress): string {
  if (/^Key[A-Z]$/.test(code)) return code.slice(3).toLowerCase();
  const sign = SIGN_AT[code];
  if (sign !== undefined) return sign[shiftKey ? 1 : 0];
  return /^(Arrow(Up|Down|Left|Right)|Page(Up|Down)|Home|End|Enter|Escape)$/.test(code) ? code : '';
}

/** Keys that are pressed one after the other, such as `g q`: the first waits this long for the second. */
const NEXT_WITHIN_MS = 1_500;

/** Joins `g` and the key behind it into one name. */
export class KeySequence {
  private begunAt = Number.NEGATIVE_INFINITY;

  /** The whole name, or undefined while the second key is awaited. */
  push(name: string, now: number): string | undefined {
    const isSecond = now - this.begunAt <= NEXT_WITHIN_MS;
    this.begunAt = Number.NEGATIVE_INFINITY;
    if (isSecond) return `g ${name}`;
    if (name !== 'g') return name;
    this.begunAt = now;
    return undefined;
  }
}
