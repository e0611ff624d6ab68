/// <reference types="jest" />
import { z } from 'zod';
import { Allow, assertGrants, signAssertion, type VerifiedToken } from '@yagura/auth';
import { operation } from '@yagura/contracts';
import { NotFound, newId, type Role, type TenantContext } from '@yagura/kernel';
import type { CallCredential, ServiceClient } from './service-edge';

/** The service that the contract calls: it answers what context it was reached with. */
export const echoApi = {
  echo: operation<{ readonly tenantId: string; readonly readScope: readonly string[]; readonly actorId: string; readonly audience: string; readonly text: string }>()(
    'echo', 'echo', 'case:read', z.strictObject({ text: z.string().max(10) })),
  refuse: operation<never>()('echo', 'refuse', 'case:read', z.strictObject({})),
} as const;

export class EchoController {
  @Allow('case:read')
  echo(ctx: TenantContext, { text }: { readonly text: string }): Promise<{ tenantId: string; readScope: readonly string[]; actorId: string; audience: string; text: string }> {
    return Promise.resolve({ tenantId: ctx.tenantId, readScope: ctx.readScope, actorId: ctx.actor.id, audience: ctx.audience, text });
  }

  @Allow('case:read')
  refuse(): Promise<never> {
    return Promise.reject(new NotFound('case'));
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

    it('brings a refusal of the service back as what it was', async () => {
      await expect(made().client.call(echoApi.refuse, credential(['analyst']), {})).rejects.toMatchObject({ kind: 'NotFound', slug: 'case.not_found' });
    });
  });
}
