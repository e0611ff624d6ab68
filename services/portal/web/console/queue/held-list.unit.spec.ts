import fc from 'fast-check';
import { appended, emptyList, MOST_ROWS, patched, reread, told, type CaseNews, type HeldList, type ListedCase, type NewsFilter } from './held-list';

const open: NewsFilter = { statuses: ['NEW', 'IN_PROGRESS', 'ON_HOLD'] };
const row = (id: string, change: Partial<ListedCase> = {}): ListedCase =>
  ({ id, number: 1, title: 'Case', severity: 'HIGH', status: 'NEW', openedAt: `2026-11-22T00:00:${id.padStart(2, '0')}Z`, version: 1, tenant: { id: 't' }, ...change });
const news = (caseId: string, change: Partial<CaseNews> = {}): CaseNews =>
  ({ kind: 'STATUS_CHANGED', caseId, tenantId: 't', number: 1, title: 'Case', severity: 'HIGH', status: 'NEW', version: 2, ...change });
const held = (...rows: ListedCase[]): HeldList<ListedCase> => appended(emptyList<ListedCase>(), rows);
const ids = ({ rows }: HeldList<ListedCase>): string[] => rows.map(({ id }) => id);

describe('news of cases', () => {
  it('change a row where it stands', () => {
    const { list, touched } = told(held(row('1'), row('2')), [news('2', { status: 'IN_PROGRESS', title: 'Now known' })], open);
    expect(ids(list)).toEqual(['1', '2']);
    expect(list.rows[1]).toMatchObject({ status: 'IN_PROGRESS', title: 'Now known', version: 2 });
    expect([...touched]).toEqual(['2']);
    expect([...list.moves]).toEqual([]);
  });

  it('of an older version change nothing', () => {
    const before = held(row('1', { version: 5, status: 'IN_PROGRESS' }));
    expect(told(before, [news('1', { version: 4, status: 'NEW' })], open).list.rows).toEqual(before.rows);
  });

  it('in the wrong order leave the newest', () => {
    const { list } = told(held(row('1')), [news('1', { version: 3, severity: 'CRITICAL' }), news('1', { version: 2, severity: 'LOW' })], open);
    expect(list.rows[0]).toMatchObject({ severity: 'CRITICAL', version: 3 });
  });

  it('that change a rank are told by an arrow, which goes when the rank comes back', () => {
    const raised = told(held(row('1'), row('2')), [news('2', { severity: 'CRITICAL' })], open).list;
    expect([ids(raised), [...raised.moves]]).toEqual([['1', '2'], [['2', 'up']]]);
    const lowered = told(raised, [news('2', { severity: 'LOW', version: 3 })], open).list;
    expect([...lowered.moves]).toEqual([['2', 'down']]);
    expect([...told(lowered, [news('2', { severity: 'HIGH', version: 4 })], open).list.moves]).toEqual([]);
  });

  it('that take a case out of the filter leave its row, and say so', () => {
    const { list } = told(held(row('1'), row('2')), [news('1', { kind: 'CLOSED', status: 'CLOSED' })], open);
    expect([ids(list), [...list.moves]]).toEqual([['1', '2'], [['1', 'out']]]);
  });

  it('of a new case let it wait, once', () => {
    const opened = news('9', { kind: 'OPENED', version: 1 });
    const { list } = told(held(row('1')), [opened, opened, news('9', { version: 2 })], open);
    expect([ids(list), [...list.waiting]]).toEqual([['1'], ['9']]);
    expect([...told(list, [news('9', { kind: 'CLOSED', status: 'CLOSED', version: 3 })], open).list.waiting]).toEqual([]);
  });

  it.each<[string, Partial<NewsFilter>, Partial<CaseNews>]>([
    ['another tenant', { tenantId: 'u' }, {}],
    ['less than the severity', { severityAtLeast: 'HIGH' }, { severity: 'MEDIUM' }],
    ['another status', { statuses: ['ON_HOLD'] }, {}],
    ['somebody else', { assignedToMe: true }, {}],
    ['other words', { words: 'shadow' }, {}],
  ])('of a new case that belongs to %s leave nothing waiting', (_what, filter, change) => {
    expect(told(held(row('1')), [news('9', { kind: 'OPENED', ...change })], { ...open, ...filter }).list.waiting.size).toBe(0);
  });

  it('never move, add or take away a row, whatever they say', () => {
    const any = fc.record({
      kind: fc.constantFrom('OPENED', 'STATUS_CHANGED', 'CLOSED', 'SEVERITY_CHANGED'), caseId: fc.constantFrom('1', '2', '3', '8', '9'), tenantId: fc.constant('t'), number: fc.constant(1),
      title: fc.string(), severity: fc.constantFrom('CRITICAL' as const, 'LOW' as const), status: fc.constantFrom('NEW' as const, 'CLOSED' as const), version: fc.integer({ min: 1, max: 5 }),
    });
    fc.assert(fc.property(fc.array(fc.array(any)), (batches) => {
      let list = held(row('1'), row('2'), row('3'));
      for (const batch of batches) list = told(list, batch, open).list;
      expect(ids(list)).toEqual(['1', '2', '3']);
      expect([...list.waiting].filter((id) => ids(list).includes(id))).toEqual([]);
    }));
  });
});

describe('a page that is read again', () => {
  it('shows who works on a case now, and keeps what the feed told since', () => {
    const before = told(held(row('1'), row('2')), [news('1', { version: 7, status: 'IN_PROGRESS' })], open).list;
    const after = reread(before, [row('1', { version: 6 }), row('2', { version: 2, title: 'Anew' })], ['1', '2'], false);
    expect(after.rows).toMatchObject([{ version: 7, status: 'IN_PROGRESS' }, { version: 2, title: 'Anew' }]);
  });

  it('lets cases wait that are not held, and marks rows that have left', () => {
    const after = reread(held(row('1'), row('2'), row('3')), [row('1'), row('5')], ['1', '2', '3'], false);
    expect([ids(after), [...after.waiting], [...after.moves]]).toEqual([['1', '2', '3'], ['5'], [['2', 'out'], ['3', 'out']]]);
  });

  it('does not take a row for gone that others pushed onto the next page', () => {
    const after = reread(held(row('3'), row('4')), [row('1'), row('3')], ['3', '4'], true);
    expect([[...after.waiting], [...after.moves]]).toEqual([['1'], []]);
  });
});

describe('a further page', () => {
  it('stands behind the rows that are held, none of them twice, and what waited for it waits no longer', () => {
    const list = told(held(row('1'), row('2')), [news('4', { kind: 'OPENED' })], open).list;
    const after = appended(list, [row('2', { version: 3 }), row('3'), row('4')]);
    expect([ids(after), after.rows[1]?.version, [...after.waiting]]).toEqual([['1', '2', '3', '4'], 3, []]);
  });

  it('ends where the list is full', () => {
    const full = appended(emptyList<ListedCase>(), Array.from({ length: MOST_ROWS + 5 }, (_, index) => row(String(index))));
    expect(full.rows).toHaveLength(MOST_ROWS);
    expect(appended(full, [row('x')]).rows).toHaveLength(MOST_ROWS);
    expect(patched(full, [row('0', { version: 2 })]).rows[0]?.version).toBe(2);
  });
});
