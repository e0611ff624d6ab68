/// <reference types="jest" />
import { z } from 'zod';
import { Allow, assertGrants, signAssertion, type VerifiedToken } from '@yagura/auth';
import { operation } from '@yagura/contracts';
import { AppError, Conflict, NotFound, RateLimited, newId, type Role, type TenantContext } from '@yagura/kernel';
import { trace } from '@opentelemetry/api';
import type { CallCredential, ServiceClient } from './service-edge';

/** The service that the contract calls: it answers what context it was reached with. */
export const echoApi = {
  echo: operation<{ readonly tenantId: string; readonly readScope: readonly string[]; readonly actorId: string; readonly audience: string; readonly text: string }>()(
    'echo', 'echo', 'case:read', z.strictObject({ text: z.string().max(10) })),
  refuse: operation<never>()('echo', 'refuse', 'case:read', z.strictObject({ as: z.enum(['absent', 'conflict', 'limit', 'fault']) })),
  trace: operation<{ readonly traceId: string }>()('echo', 'trace', 'case:read', z.strictObject({})),
  nothing: operation<void>()('echo', 'nothing', 'case:read', z.strictObject({})),
} as const;

export class EchoController {
  @Allow('case:read')
  echo(ctx: TenantContext, { text }: { readonly text: string }): Promise<{ tenantId: string; readScope: readonly string[]; actorId: string; audience: string; text: string }> {
    return Promise.resolve({ tenantId: ctx.tenantId, readScope: ctx.readScope, actorId: ctx.actor.id, audience: ctx.audience, text });
  }

  @Allow('case:read')
  refuse(_ctx: TenantContext, { as }: { readonly as: 'absent' | 'conflict' | 'limit' | 'fault' }): Promise<never> {
    switch (as) {
      case 'absent': return Promise.reject(new NotFound('case'));
      case 'conflict': return Promise.reject(new Conflict('Somebody else was first.', { slug: 'echo.second', path: 'items.0' }));
      case 'limit': return Promise.reject(new RateLimited('Later.', { slug: 'echo.limit', retryAfterSec: 7 }));
      case 'fault': return Promise.reject(new RangeError('a secret of the service'));
    }
  }

  @Allow('case:read')
  trace(): Promise<{ traceId: string }> {
    return Promise.resolve({ traceId: trace.getActiveSpan()?.spanContext().traceId ?? '' });
  }

  @Allow('case:read')
  nothing(): Promise<void> {
    return Promise.resolve();
  }
}

/** A client under test, the token of a caller, and the key with which grants are signed. */
export interface ServiceClientUnderTest {
  readonly client: ServiceClient;
  readonly assertionKey: Buffer;
  readonly token: string;
  readonly verified: VerifiedToken;
}

/** What every way of calling a service must do; run against each adapter. */
export function serviceClientContract(name: string, made: () => ServiceClientUnderTest): void {
  describe(`service calls ${name}`, () => {
    const [a, b, foreign, userId] = [newId<'tenant'>(), newId<'tenant'>(), newId<'tenant'>(), newId()];
    const credential = (roles: readonly Role[], change: Partial<CallCredential> = {}, atMs = Date.now()): CallCredential => {
      const { verified, assertionKey, token } = made();
      const facts = assertGrants({
        issuer: verified.issuer, subject: verified.subject, organizationId: verified.organizationId, userId, name: 'Aoi', audience: 'staff', homeTenantId: a,
        grants: [a, b].map((tenantId) => ({ tenantId, roles: [...roles] })),
      }, atMs);
      return { token, assertion: signAssertion(facts, assertionKey), ...change };
    };

    it('reaches the service with a context from token and grants alone', async () => {
      const answer = await made().client.call(echoApi.echo, credential(['analyst'], { tenantId: b }), { text: 'hello' });

      expect(answer).toMatchObject({ tenantId: b, actorId: userId, audience: 'staff', text: 'hello' });
      expect([...answer.readScope].sort()).toEqual([a, b].sort());
    });

    it.each<[string, () => CallCredential, string]>([
      ['a tenant outside the grants is not found', () => credential(['analyst'], { tenantId: foreign }), 'NotFound'],
      ['a role without the permission is forbidden', () => credential([]), 'Forbidden'],
      ['a token that was altered is not accepted', () => credential(['analyst'], { token: `${made().token.slice(0, -6)}AAAAAA` }), 'Unauthenticated'],
      ['grants signed by nobody are not accepted', () => credential(['analyst'], { assertion: 'e30.AAAA' }), 'Unauthenticated'],
      ['grants from five seconds ago are not accepted', () => credential(['analyst'], {}, Date.now() - 5_000), 'Unauthenticated'],
      ['no grants at all are not accepted', () => credential(['analyst'], { assertion: undefined }), 'Unauthenticated'],
    ])('%s', async (_, make, kind) => {
      await expect(made().client.call(echoApi.echo, make(), { text: 'x' })).rejects.toMatchObject({ kind });
    });

    it('refuses input that breaks the contract and says where', async () => {
      await expect(made().client.call(echoApi.echo, credential(['analyst']), { text: 'much longer than ten' })).rejects.toMatchObject({ kind: 'InvalidInput', path: 'text' });
    });

    it.each([
      ['absent', { kind: 'NotFound', slug: 'case.not_found', message: 'There is no such case.' }],
      ['conflict', { kind: 'Conflict', slug: 'echo.second', path: 'items.0', message: 'Somebody else was first.' }],
      ['limit', { kind: 'RateLimited', slug: 'echo.limit', retryAfterSec: 7 }],
    ] as const)('brings a refusal of the service back as what it was: %s', async (as, expected) => {
      const failure = await made().client.call(echoApi.refuse, credential(['analyst']), { as }).then(() => undefined, (error: unknown) => error);

      expect(failure).toBeInstanceOf(AppError);
      expect(failure).toMatchObject(expected);
    });

    it('brings an unexpected failure back as no refusal, so that every edge masks it', async () => {
      const failure = await made().client.call(echoApi.refuse, credential(['analyst']), { as: 'fault' }).then(() => undefined, (error: unknown) => error);

      expect(failure).toBeInstanceOf(Error);
      expect(failure).not.toBeInstanceOf(AppError);
    });

    it('answers nothing where an operation answers nothing', async () => {
      await expect(made().client.call(echoApi.nothing, credential(['analyst']), {})).resolves.toBeUndefined();
    });

    it('says that a service without an address is not running', async () => {
      await expect(made().client.call({ ...echoApi.echo, service: 'absent' }, credential(['analyst']), { text: 'x' }))
        .rejects.toMatchObject({ kind: 'Unavailable', slug: 'service.not_running' });
    });

    it('carries the trace of whoever calls', async () => {
      await trace.getTracer('spec').startActiveSpan('the caller', async (span) => {
        const { traceId } = await made().client.call(echoApi.trace, credential(['analyst']), {});
        span.end();

        expect(traceId).toMatch(/^[0-9a-f]{32}$/);
        expect(traceId).toBe(span.spanContext().traceId);
      });
    });
  });
}
