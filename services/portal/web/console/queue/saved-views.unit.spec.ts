import { BUILT_IN, keepViews, keptViews, viewOf, withView } from './saved-views';

const storage = (): Pick<Storage, 'getItem' | 'setItem'> => {
  const kept = new Map<string, string>();
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => { kept.set(key, value); } };
};

describe('saved views', () => {
  it('are kept for one person, and are addresses', () => {
    const browser = storage();
    keepViews(browser, 'sato', withView([], ' Night shift ', { severity: 'medium', owner: 'nobody', peek: 'x', rows: 'tall' }));
    expect(keptViews(browser, 'sato')).toEqual([{ name: 'Night shift', search: { severity: 'medium', owner: 'nobody' } }]);
    expect(keptViews(browser, 'mori')).toEqual([]);
  });

  it('have each name once, in their order, and no empty one', () => {
    const views = withView(withView(withView([], 'B', { q: '1' }), 'A', { q: '2' }), 'B', { q: '3' });
    expect(views).toEqual([{ name: 'A', search: { q: '2' } }, { name: 'B', search: { q: '3' } }]);
    expect(withView(views, '  ', {})).toBe(views);
  });

  it.each(['not JSON', '{}', 'null', '[1, null, {"name": 5}, {"name": "", "search": {}}, {"name": "x"}]'])('that cannot be understood are left out: %s', (text) => {
    const browser = storage();
    browser.setItem('yagura-queue-views:sato', text);
    expect(keptViews(browser, 'sato')).toEqual([]);
  });

  it('let no part through that an address would not', () => {
    const browser = storage();
    browser.setItem('yagura-queue-views:sato', '[{"name": "x", "search": {"severity": "awful", "owner": "me"}}]');
    expect(keptViews(browser, 'sato')).toEqual([{ name: 'x', search: { owner: 'me' } }]);
  });

  it('are recognised by their filter, the built-in ones first', () => {
    expect(viewOf({ peek: 'x' }, [])).toEqual({ builtIn: 'open' });
    expect(viewOf({ owner: 'nobody', severity: 'high', rows: 'tall' }, [])).toEqual({ builtIn: 'urgent' });
    expect(viewOf({ q: 'FS01' }, [{ name: 'File server', search: { q: 'FS01' } }])).toEqual({ name: 'File server' });
    expect(viewOf({ q: 'else' }, [])).toBeUndefined();
    expect(BUILT_IN.map(({ search }) => viewOf(search, []))).toEqual(BUILT_IN.map(({ id }) => ({ builtIn: id })));
  });
});
