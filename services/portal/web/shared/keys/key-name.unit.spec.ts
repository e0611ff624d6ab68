import { keyName, KeySequence, type KeyPress } from './key-name';

const press = (change: Partial<KeyPress>): KeyPress =>
  ({ key: '', code: '', keyCode: 0, isComposing: false, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...change });
const page = { isField: false, hasCharacterKeys: true };
const field = { isField: true, hasCharacterKeys: true };

describe('the name of a key', () => {
  it.each<[string, Partial<KeyPress>, string | undefined]>([
    ['a letter', { key: 'j', code: 'KeyJ' }, 'j'],
    ['a letter with caps lock on', { key: 'X', code: 'KeyX' }, 'x'],
    ['a letter with shift', { key: 'X', code: 'KeyX', shiftKey: true }, 'Shift+x'],
    ['a question mark, wherever the layout has it', { key: '?', code: 'Minus', shiftKey: true }, '?'],
    ['the space bar', { key: ' ', code: 'Space' }, 'Space'],
    ['an arrow', { key: 'ArrowDown', code: 'ArrowDown' }, 'ArrowDown'],
    ['the palette', { key: 'k', code: 'KeyK', ctrlKey: true }, 'Mod+k'],
    ['the palette on a Mac', { key: 'k', code: 'KeyK', metaKey: true }, 'Mod+k'],
    ['a key of the browser', { key: 'a', code: 'KeyA', ctrlKey: true }, undefined],
    ['a letter with Alt, which writes signs', { key: 'a', code: 'KeyA', altKey: true }, undefined],
    ['a letter that Japanese input took', { key: 'Process', code: 'KeyJ', keyCode: 229 }, 'j'],
    ['a letter with shift that Japanese input took', { key: 'Process', code: 'KeyX', keyCode: 229, shiftKey: true }, 'Shift+x'],
    ['a sign that Japanese input took', { key: 'Process', code: 'Slash', keyCode: 229, shiftKey: true }, '?'],
    ['a full stop that Japanese input took', { key: 'Process', code: 'Period', keyCode: 229 }, '.'],
    ['a letter known by the code 229 alone', { key: 'Unidentified', code: 'KeyJ', keyCode: 229 }, 'j'],
    ['a kana that a key wrote by itself', { key: 'ま', code: 'KeyJ' }, 'j'],
    ['a taken key of no meaning', { key: 'Process', code: 'Digit1', keyCode: 229 }, undefined],
    ['a taken Enter', { key: 'Process', code: 'Enter', keyCode: 229 }, 'Enter'],
  ])('of %s', (_what, change, name) => {
    expect(keyName(press(change), page)).toBe(name);
  });

  it.each<[string, Partial<KeyPress>, string | undefined]>([
    ['a letter is the field’s', { key: 'j', code: 'KeyJ' }, undefined],
    ['Enter is the field’s', { key: 'Enter', code: 'Enter' }, undefined],
    ['the palette’s keys are the field’s', { key: 'k', code: 'KeyK', ctrlKey: true }, undefined],
    ['Escape is ours', { key: 'Escape', code: 'Escape' }, 'Escape'],
    ['Escape ends a composition first', { key: 'Escape', code: 'Escape', isComposing: true }, undefined],
    ['a key known by the code 229 alone is not ours', { key: 'Escape', code: 'Escape', keyCode: 229 }, undefined],
    ['the first press of a composition is not ours', { key: 'Process', code: 'Escape', keyCode: 229 }, undefined],
  ])('in a field: %s', (_what, change, name) => {
    expect(keyName(press(change), field)).toBe(name);
  });

  it('leaves keys of one character alone when they are switched off, and keeps the named ones', () => {
    const off = { isField: false, hasCharacterKeys: false };
    expect(['j', '?', '.', '/'].map((key) => keyName(press({ key }), off))).toEqual([undefined, undefined, undefined, undefined]);
    expect(keyName(press({ key: 'Process', code: 'KeyJ', keyCode: 229 }), off)).toBeUndefined();
    expect(keyName(press({ key: ' ' }), off)).toBe('Space');
    expect(keyName(press({ key: 'ArrowDown' }), off)).toBe('ArrowDown');
  });
});

describe('keys one after the other', () => {
  it('are one name when the second comes in time, and else two keys', () => {
    const keys = new KeySequence();
    expect([keys.push('g', 0), keys.push('q', 1_500)]).toEqual([undefined, 'g q']);
    expect([keys.push('g', 10_000), keys.push('q', 11_501)]).toEqual([undefined, 'q']);
    expect([keys.push('j', 20_000), keys.push('q', 20_001)]).toEqual(['j', 'q']);
    expect([keys.push('g', 30_000), keys.push('g', 30_001), keys.push('q', 30_002)]).toEqual([undefined, 'g g', 'q']);
  });
});
