import rule from './own-errors.cjs';
import { at, tester } from './rule-tester.cjs';

const service = at('services/cases/src/case/case.service.ts');
const filter = at('libs/runtime/src/error-filter.ts');
const edge = at('services/gateway/src/request/error-mapping.ts');
const library = at('libs/sla/src/zone.ts');

tester.run('own-errors', rule, {
  valid: [
    service.allows('a kind of ours', `throw new NotFound('case.unknown', 'no such case')`),
    filter.allows('a protocol error where kinds are translated', `import { HttpException } from '@nestjs/common'`),
    edge.allows('a GraphQL error at the edge of the gateway', `import { GraphQLError } from 'graphql'`),
    library.allows('a programming error in a library', `throw new RangeError('hours')`),
    service.allows('Nest\'s other exports', `import { Injectable } from '@nestjs/common'`),
  ],
  invalid: [
    service.forbids('a bare error', `throw new Error('no such case')`, 'bare'),
    service.forbids('a bare error without new', `throw TypeError('no')`, 'bare'),
    service.forbids('Nest\'s not-found exception', `import { NotFoundException } from '@nestjs/common'`, 'protocol'),
    service.forbids('a GraphQL error in a service', `import { GraphQLError } from 'graphql'`, 'protocol'),
    library.forbids('Nest\'s base exception in a library', `import { HttpException } from '@nestjs/common'`, 'protocol'),
  ],
});
