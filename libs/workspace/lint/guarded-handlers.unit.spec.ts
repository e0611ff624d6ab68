import rule from './guarded-handlers.cjs';
import { at, tester } from './rule-tester.cjs';

const file = at('services/cases/src/case/case.controller.ts');

tester.run('guarded-handlers', rule, {
  valid: [
    file.allows('a handler with a permission', `@Controller() export class CaseController { @Get() @Allow('case:read') list() {} }`),
    file.allows('a handler that is public on purpose', `@Resolver() export class Health { @Query() @Public() health() {} }`),
    file.allows('a class whose mark holds for all methods', `@Allow('case:read') @Resolver() export class CaseResolver { cases() {} case() {} }`),
    file.allows('private methods and lifecycle hooks', `@Controller() export class C { private load() {} onModuleInit() {} constructor() {} }`),
    file.allows('a class that is no edge', `export class CaseQueue { list() {} }`),
    file.allows('a mutation with a write permission', `@Resolver() export class R { @Mutation() @Allow('case:write') close() {} }`),
  ],
  invalid: [
    file.forbids('a route without a mark', `@Controller() export class CaseController { @Get() list() {} }`, 'unguarded'),
    file.forbids('a controller known by its name only', `export class CaseController { list() {} }`, 'unguarded'),
    file.forbids('one open method beside a guarded one', `@Resolver() export class R { @Allow('case:read') a() {} b() {} }`, 'unguarded'),
    file.forbids('a mutation that asks for a read permission', `@Resolver() export class R { @Mutation() @Allow('case:read') close() {} }`, 'readOnly'),
    file.forbids('a mutation under a class that asks for reading', `@Allow('case:read') @Resolver() export class R { @Mutation() close() {} }`, 'readOnly'),
  ],
});
