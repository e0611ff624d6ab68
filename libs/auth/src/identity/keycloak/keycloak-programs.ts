import { Conflict, InvalidInput, PreconditionFailed } from '@yagura/kernel';
import { z } from 'zod';
import { serviceAccountOf } from '../clients';
import type { ClientFacts } from '../port';
import type { Realm } from '../realm';
import type { AdminHttp } from './admin-http';
import { clientRepresentation } from './client-representation';

const MIN_SECRET = 32;
const clients = z.array(z.object({ id: z.string(), clientId: z.string() }));

/**
 * Programs of partners as clients of the customers' realm, changed by an administrator who may change clients and nothing else. The
 * staff's realm has the clients of its template alone: a client there could speak for the provider.
 */
export class KeycloakPrograms {
  constructor(private readonly http: AdminHttp) {}

  async ensure(facts: ClientFacts): Promise<{ subject: string | null }> {
    if (facts.realm !== 'yagura') throw staffClientsFixed();
    const isService = facts.kind === 'service';
    if (isService !== (facts.secret !== undefined) || (facts.secret ?? '').length < (isService ? MIN_SECRET : 0)) {
      throw new InvalidInput('A service client needs a secret of 32 characters, another client none.', { slug: 'identity.client_secret' });
    }
    const subject = isService ? serviceAccountOf(facts.clientId) : null;
    const body = clientRepresentation(facts);
    const id = await this.find(facts.clientId);
    if (id === undefined) {
      const { status } = await this.http.ask({ method: 'POST', path: ['clients'], body, also: [409] });
      if (status !== 409) return { subject };
    }
    const known = id ?? await this.find(facts.clientId);
    if (known === undefined) throw new Conflict('This client id is taken.', { slug: 'identity.client_taken' });
    await this.http.ask({ method: 'PUT', path: ['clients', known], body });
    return { subject };
  }

  async remove(realm: Realm, clientId: string): Promise<void> {
    if (realm !== 'yagura') throw staffClientsFixed();
    const id = await this.find(clientId);
    if (id !== undefined) await this.http.ask({ method: 'DELETE', path: ['clients', id], also: [404] });
  }

  private async find(clientId: string): Promise<string | undefined> {
    const { body } = await this.http.ask({ method: 'GET', path: ['clients'], query: { clientId } });
    return clients.parse(body).find((client) => client.clientId === clientId)?.id;
  }
}

const staffClientsFixed = (): PreconditionFailed =>
  new PreconditionFailed('The clients of the staff realm come with its template; change them there.', { slug: 'identity.staff_clients_fixed' });
