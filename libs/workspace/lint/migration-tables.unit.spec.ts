import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { tablesCreated, tablesProtected, unguarded } from './migration-tables.cjs';

const prisma = join(__dirname, '..', '..', '..', 'prisma');
const migrations = (): string[] => {
  const folder = join(prisma, 'migrations');
  if (!existsSync(folder)) return [];
  return readdirSync(folder).map((name) => join(folder, name, 'migration.sql')).filter((file) => existsSync(file)).map((file) => readFileSync(file, 'utf8'));
};
/** The exemption list is read as text, so that its shape may change: every quoted `schema.table` counts. */
const exempt = (): string[] => {
  const file = join(prisma, 'rls', 'exempt.ts');
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return [...text.matchAll(/['"]([a-z_][a-z0-9_]*\.[a-z_][a-z0-9_]*)['"]/g)].flatMap(([, name]) => (name ? [name] : []));
};

describe('tables of a migration', () => {
  it('are found in every spelling of create table', () => {
    const sql = `create table cases.case (id uuid); CREATE TABLE "cases"."note" (id uuid);
      create table if not exists lane.outbox (id uuid) partition by list (service);
      create table lane.outbox_cases partition of lane.outbox for values in ('cases'); -- create table commented.out ()
      create unlogged table plain (id int);`;

    expect(tablesCreated(sql)).toEqual(['cases.case', 'cases.note', 'lane.outbox', 'public.plain']);
  });

  it('count as protected in every spelling of the call', () => {
    expect(tablesProtected(`select guard.protect('cases.case'); perform guard.protect('"sla"."clock"'::regclass); select guard.protect( 'cases.note', 'internal' );`))
      .toEqual(['cases.case', 'sla.clock', 'cases.note']);
  });

  it('are unguarded when neither a call nor an exemption names them', () => {
    const sql = `create table a.one (); create table a.two (); create table a.three (); select guard.protect('a.one'); -- guard.protect('a.three')`;

    expect(unguarded([sql], ['a.two'])).toEqual(['a.three']);
  });
});

describe('the migrations of this repository', () => {
  it('make no table that is neither protected nor exempt with a reason', () => {
    expect(unguarded(migrations(), exempt())).toEqual([]);
  });
});
