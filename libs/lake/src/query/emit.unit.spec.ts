import fc from 'fast-check';
import { forTest, newId, type TenantId } from '@yagura/kernel';
import { inspectStatement } from '../front/statement-guard';
import { emitLakeQuery } from './emit';
import { parseLakeQuery, type Condition, type LakeQuery } from './lake-query';

const tenant = '0b7a0c52-6f0e-7a86-9d14-000000000001' as TenantId;
const ctx = forTest(tenant);
const rows = (change: Partial<LakeQuery> = {}): LakeQuery => ({ from: 'events', select: ['raw'], limit: 10, ...change });

const texts = fc.oneof(fc.string(), fc.constantFrom("' OR 1=1", '\\', '{p0:String}', ') SETTINGS x=1', '; DROP TABLE events'));
const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof({ depthSize: 'small', maxDepth: 4 },
    fc.record({ op: fc.constant('eq' as const), column: fc.constantFrom('host', 'cmd', 'src'), value: texts, fold: fc.boolean() }),
    fc.record({ op: fc.constant('in' as const), column: fc.constantFrom('image', 'user'), values: fc.array(texts, { maxLength: 4 }) }),
    fc.record({ op: fc.constantFrom('contains' as const, 'startsWith' as const, 'endsWith' as const), column: fc.constant('raw'), text: texts }),
    fc.record({ op: fc.constant('range' as const), column: fc.constant('dst_port'), from: fc.integer({ min: 0, max: 65_535 }) }),
    fc.record({ op: fc.constantFrom('and' as const, 'or' as const), terms: fc.array(tie('condition'), { maxLength: 3 }) }),
    fc.record({ op: fc.constant('not' as const), term: tie('condition') })),
}));

describe('the emitter of lake queries', () => {
  it('writes the reader\'s tenants as a bound condition and as the engine\'s row filter', () => {
    const emitted = emitLakeQuery(ctx, rows({ where: { op: 'eq', column: 'host', value: 'h' } }));

    expect(emitted.query).toBe('SELECT raw FROM events WHERE tenant IN {p0:Array(String)} AND (host = {p1:String}) LIMIT 10');
    expect(emitted.params).toEqual({ p0: [tenant], p1: 'h' });
    expect(String(emitted.settings['additional_table_filters'])).toBe(`{'events':'tenant IN (\\'${tenant}\\')'}`);
  });

  it('writes a text that depends on the shape of a query and never on its values', () => {
    fc.assert(fc.property(condition, (where) => {
      const blank = (node: Condition): Condition => {
        switch (node.op) {
          case 'and': case 'or': return { ...node, terms: node.terms.map(blank) };
          case 'not': return { ...node, term: blank(node.term) };
          case 'eq': return { ...node, value: '' };
          case 'in': return { ...node, values: node.values.map(() => '') };
          case 'range': return { ...node, from: 0 };
          default: return { ...node, text: '' };
        }
      };
      const emitted = emitLakeQuery(ctx, rows({ where }));

      expect(emitted.query).toBe(emitLakeQuery(ctx, rows({ where: blank(where) })).query);
      expect(emitted.query).toMatch(/^SELECT raw FROM events WHERE tenant IN \{p0:Array\(String\)\} AND \(/);
      expect(inspectStatement(emitted.query)).toEqual({ kind: 'read', table: 'events' });
    }));
  });

  it('refuses a reader without a tenant, and a scope that is no list of ids', () => {
    expect(() => emitLakeQuery(forTest(tenant, { readScope: [] }), rows())).toThrow(expect.objectContaining({ slug: 'lake.scope_empty' }));
    expect(() => emitLakeQuery(forTest(tenant, { readScope: ["x') OR 1=1 --" as TenantId] }), rows())).toThrow(expect.objectContaining({ slug: 'lake.scope_invalid' }));
  });

  it('reads the scope and not the written tenant alone', () => {
    const other = newId<'tenant'>();

    expect(emitLakeQuery(forTest(tenant, { readScope: [other] }), rows()).params['p0']).toEqual([other]);
  });

  it.each<[string, Partial<LakeQuery>]>([
    ['an unknown column', { select: ['passwd'] }], ['a column that is an expression', { select: ['file(1)'] }], ['a property of objects', { select: ['constructor'] }], ['no column at all', { select: [] }],
    ['an unknown column in a condition', { where: { op: 'eq', column: '1=1 OR host', value: '' } }], ['a text for a number', { where: { op: 'eq', column: 'dst_port', value: '1' } }],
    ['a number beyond its type', { where: { op: 'eq', column: 'dst_port', value: 65_536 } }], ['a text for a time', { where: { op: 'range', column: 'ts', from: 'now()' } }],
    ['a name for an address', { where: { op: 'eq', column: 'src_ip', value: 'localhost' } }], ['a text for an identity', { where: { op: 'eq', column: 'batch', value: 'x' } }],
    ['a search within a number', { where: { op: 'contains', column: 'dst_port', text: '1' } }], ['rows and groups at once', { groupBy: ['host'] }], ['an order outside the schema', { orderBy: [{ by: 'rand()' }] }],
    ['a sum of texts', { select: undefined, measures: [{ fn: 'sum', column: 'host', as: 'x' }] }], ['days of a text', { select: undefined, groupBy: [{ bucket: 'day', column: 'host', as: 'd' }] }],
    ['two columns of one name', { select: undefined, groupBy: ['host'], measures: [{ fn: 'count', as: 'host' }] }], ['a group sorted by what it does not show', { select: undefined, groupBy: ['host'], orderBy: [{ by: 'raw' }] }],
  ])('refuses %s', (_name, change) => {
    expect(() => emitLakeQuery(ctx, rows(change))).toThrow(expect.objectContaining({ kind: 'InvalidInput', slug: 'lake.query_invalid' }));
  });

  it('refuses a tree beyond its caps', () => {
    let deep: Condition = { op: 'and', terms: [] };
    for (let level = 0; level < 20; level += 1) deep = { op: 'not', term: deep };

    expect(() => emitLakeQuery(ctx, rows({ where: deep }))).toThrow(expect.objectContaining({ slug: 'lake.query_invalid' }));
  });

  it.each<[string, unknown]>([
    ['nothing', undefined], ['a table outside the list', { ...rows(), from: 'system.parts' }], ['a limit beyond the cap', { ...rows(), limit: 1e9 }], ['an unknown field', { ...rows(), settings: {} }],
    ['a limit in words', { ...rows(), limit: '1; DROP' }], ['a condition of an unknown kind', { ...rows(), where: { op: 'raw', sql: '1' } }], ['an endless nesting', { ...rows(), where: nested(60) }],
  ])('does not read %s as a query', (_name, input) => {
    expect(() => parseLakeQuery(input)).toThrow(expect.objectContaining({ slug: 'lake.query_invalid' }));
  });

  it('reads a stored query back as it was', () => {
    const query = rows({ where: { op: 'and', terms: [{ op: 'in', column: 'host', values: ['a'] }, { op: 'not', term: { op: 'range', column: 'ts', from: 1, until: 2 } }] } });

    expect(parseLakeQuery(JSON.parse(JSON.stringify(query)))).toEqual(query);
  });
});

function nested(levels: number): unknown {
  return levels === 0 ? { op: 'and', terms: [] } : { op: 'not', term: nested(levels - 1) };
}
