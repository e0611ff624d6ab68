import rule from './context-first.cjs';
import { at, tester } from './rule-tester.cjs';

const file = at('services/cases/src/case/case.service.ts');
const repository = at('services/cases/src/case/case.repository.ts');

tester.run('context-first', rule, {
  valid: [
    file.allows('a service method with its context', `export class CaseService { close(ctx: TenantContext, input: Close) {} }`),
    file.allows('a repository method with its transaction', `export class CaseRepository { find(tx: TenantTx, id: CaseId) {} }`),
    repository.allows('a repository that reads with the context inside', `export function list(read: TenantRead, since: Date) {}`),
    file.allows('an exported function with its context', `export const close = (ctx: TenantContext) => 1; export function open(tx: TenantTx) {}`),
    file.allows('private methods, hooks and the constructor', `export class S { constructor(db) {} private now() {} onModuleDestroy() {} static of() {} }`),
    file.allows('a class that stays in the file', `class Row { toCase() {} }`),
  ],
  invalid: [
    file.forbids('a method without a context', `export class CaseService { close(id: string) {} }`, 'missing'),
    file.forbids('a context in second place', `export class CaseService { close(id: string, ctx: TenantContext) {} }`, 'missing'),
    file.forbids('a service that is handed a connection', `export class CaseService { list(read: TenantRead) {} }`, 'missing'),
    file.forbids('an optional context', `export class CaseService { close(ctx?: TenantContext) {} }`, 'optional'),
    file.forbids('a context with a default', `export class CaseService { close(ctx = nobody) {} }`, 'optional'),
    file.forbids('an arrow function held in a property', `export class CaseService { close = (id: string) => id }`, 'missing'),
    file.forbids('an exported function without a context', `export function close() {}`, 'missing'),
    file.forbids('an exported constant function without a context', `export const close = () => 1`, 'missing'),
  ],
});
