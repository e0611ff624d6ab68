import { DraftStore } from './draft-store';

class Kept {
  readonly held = new Map<string, string>();
  isFull = false;
  getItem(name: string): string | null { return this.held.get(name) ?? null; }
  removeItem(name: string): void { this.held.delete(name); }
  setItem(name: string, text: string): void {
    if (this.isFull) throw new DOMException('full', 'QuotaExceededError');
    this.held.set(name, text);
  }
}

describe('text that was typed and not sent', () => {
  it('is there again after a reload, with whom it was meant for', () => {
    const storage = new Kept();
    new DraftStore(storage, 'sato').keep('case-1', { kind: 'client', body: 'We are checking' });
    expect(new DraftStore(storage, 'sato').read('case-1')).toEqual({ kind: 'client', body: 'We are checking' });
  });

  it('belongs to one person and one case', () => {
    const storage = new Kept();
    new DraftStore(storage, 'sato').keep('case-1', { kind: 'internal', body: 'x' });
    expect(new DraftStore(storage, 'mori').read('case-1')).toBeUndefined();
    expect(new DraftStore(storage, 'sato').read('case-2')).toBeUndefined();
  });

  it('is gone when it was sent or emptied', () => {
    const storage = new Kept();
    const drafts = new DraftStore(storage, 'sato');
    drafts.keep('case-1', { kind: 'internal', body: 'x' });
    drafts.keep('case-1', { kind: 'internal', body: '' });
    drafts.keep('case-2', { kind: 'internal', body: 'y' });
    drafts.drop('case-2');
    expect(storage.held.size).toBe(0);
  });

  it('is internal unless it plainly says otherwise, and nothing when it cannot be read', () => {
    const storage = new Kept();
    const drafts = new DraftStore(storage, 'sato');
    const read = (text: string) => { storage.held.set('yagura-draft/sato/case-1', text); return drafts.read('case-1'); };
    expect(read('{"kind":"Client","body":"x"}')).toEqual({ kind: 'internal', body: 'x' });
    expect([read('{'), read('[]'), read('{"kind":"client"}'), read('null')]).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('does not fail when there is no room for it', () => {
    const storage = new Kept();
    storage.isFull = true;
    expect(() => new DraftStore(storage, 'sato').keep('case-1', { kind: 'internal', body: 'x' })).not.toThrow();
  });
});
