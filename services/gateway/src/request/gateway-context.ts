import { Context } from '@nestjs/graphql';
import { contextFrom } from '@yagura/auth';
import type { Operation, OperationInput, OperationOutput } from '@yagura/contracts';
import { AppError, type Permission } from '@yagura/kernel';
import type { ServiceClient } from '@yagura/runtime';
import { GrantedStream } from './granted-stream';
import type { Grants, SignedIn } from './grants';

/** Injects the request's `GatewayContext` into a resolver's method. */
export const Gateway = (): ParameterDecorator => Context('gateway');

/** One request's way to the services: every call carries the caller's credential; loaders live and die with the request. */
export class GatewayContext {
  private readonly loaders = new Map<string, unknown>();

  constructor(private readonly client: ServiceClient, private readonly grants: Grants, private readonly signedIn: SignedIn, readonly correlationId: string) {}

  get audience(): 'staff' | 'customer' {
    return this.signedIn.assertion.audience;
  }

  /** True for a partner's program, which meets the partner schema alone. */
  get isPartner(): boolean {
    return this.signedIn.assertion.actor === 'partner';
  }

  /** Address of a partner key's connection; undefined for every other credential. */
  get address(): string | undefined {
    return this.signedIn.address;
  }

  /** Calls one operation as the caller. `tenantId` only selects among the caller's grants. */
  async call<Op extends Operation>(op: Op, input: OperationInput<Op>, tenantId?: string | null): Promise<OperationOutput<Op>> {
    // Asked again per call, from a two-second memory: a long request does not outlive a withdrawn grant.
    const { token, text } = await this.grants.signIn(this.signedIn.token, this.signedIn.address);
    return this.client.call(op, { token, assertion: text, tenantId: tenantId ?? undefined, correlationId: this.correlationId }, input);
  }

  /** The request's own loader of that name, so that rows of one request are fetched together and never shared with another. */
  loader<Loader>(name: string, make: () => Loader): Loader {
    const known = this.loaders.get(name) as Loader | undefined;
    if (known !== undefined) return known;
    const made = make();
    this.loaders.set(name, made);
    return made;
  }

  /** Throws Forbidden unless the caller holds `permission` in at least one tenant: the gateway's own look, before any service is asked. */
  demand(permission: Permission): void {
    contextFrom(this.signedIn.verified, this.signedIn.assertion, { permission });
  }

  /** Tenants in which the caller holds `permission` now. */
  async scopeOf(permission: Permission): Promise<ReadonlySet<string>> {
    const { verified, assertion } = await this.grants.signIn(this.signedIn.token, this.signedIn.address);
    return new Set(contextFrom(verified, assertion, { permission }).readScope);
  }

  /** For a change of what the caller may do, such as the tenant that it just made, or that it left: it holds from the next call on. */
  renewGrants(): void {
    this.grants.forget(this.signedIn.token);
  }

  me(): { id: string; name: string; audience: string; grants: { tenantId: string; roles: string[] }[] } {
    const { userId, name, audience, grants } = this.signedIn.assertion;
    return { id: userId, name, audience: audience.toUpperCase(), grants: grants.map(({ tenantId, roles }) => ({ tenantId, roles })) };
  }

  /** Passes a stream on while the sign-in and its grants hold, in the named tenant where one is named; ends it with the refusal within seconds of their end. */
  whileGranted<T>(stream: AsyncIterable<T>, permission?: Permission, tenantId?: string | null): AsyncIterableIterator<T> {
    return new GrantedStream(stream, {
      begin: () => this.grants.streams.begin(this.signedIn.assertion.userId), stillGranted: () => this.stillGranted(permission, tenantId),
    });
  }

  private async stillGranted(permission: Permission | undefined, tenantId: string | null | undefined): Promise<void> {
    const { verified, assertion } = await this.grants.signIn(this.signedIn.token, this.signedIn.address);
    if (permission !== undefined) contextFrom(verified, assertion, { permission, tenantId: tenantId ?? undefined });
  }
}

/** True for refusals that people caused; everything else is ours and stays masked. */
export const isRefusal = (error: unknown): error is AppError => error instanceof AppError;
