import { join } from 'node:path';
import rule from './no-built-query.cjs';
import { at, tester, typed } from './rule-tester.cjs';

const file = at('services/cases/src/case/case.repository.ts');
const withTypes = at(join(__dirname, 'typed-case.ts'));
const emitter = at('libs/lake/src/emit/select.ts');

tester.run('no-built-query', rule, {
  valid: [
    file.allows('a constant text with parameters', `db.query('select 1 where id = $1', [id])`),
    file.allows('constants put together', 'const COLUMNS = "a, b"; const FROM = `from t`; db.query(`select ${COLUMNS} ${FROM}` + " limit 1")'),
    file.allows('a tagged template, whose values are parameters', 'tx.$queryRaw`select ${id}`'),
    file.allows('a name that the driver quoted', 'db.query(`drop database ${client.escapeIdentifier(name)}`)'),
    file.allows('text that an emitter returned', `db.query(emit(plan))`),
    file.allows('a call that is no query', 'log.info(`case ${id}`)'),
    emitter.allows('text put together by the emitter', 'client.query({ query: `select ${columns}` })'),
    { ...withTypes.allows('a value that is one of a closed list of words', 'function f(db, channel: "a" | "b", depth: number) { db.query(`listen ${channel}_${depth}`) }'), ...typed },
  ],
  invalid: [
    { ...withTypes.forbids('a value that is any text', 'function f(db, channel: string) { db.query(`listen ${channel}`) }', 'built'), ...typed },
    file.forbids('a value in a template', 'db.query(`select 1 where id = ${id}`)', 'built'),
    file.forbids('a value deep in a chain of additions', `db.query('select ' + column + ' from t')`, 'built'),
    file.forbids('a value added to the text', `tx.$queryRawUnsafe('select 1 where id = ' + id)`, 'built'),
    file.forbids('a value in the text of an options object', 'client.command({ query: `drop table ${name}` })', 'built'),
    file.forbids('a variable that can change', 'let table = "a"; db.exec(`select * from ${table}`)', 'built'),
    file.forbids('a constant made from an argument', 'function f(id) { const where = `id = ${id}`; return db.query(`select ${where}`) }', 'built'),
  ],
});
