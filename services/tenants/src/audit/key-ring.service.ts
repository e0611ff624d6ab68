import { Inject, Injectable } from '@nestjs/common';
import { Unavailable, type TenantContext, type TenantId } from '@yagura/kernel';
import { installationKeyOf, TenantDb } from '@yagura/db';
import { newDataKey, unwrapKey, wrapKey } from '@yagura/proof';
import { INSTALLATION_KEY } from '../ports';

type DataKey = ReturnType<typeof newDataKey>;

/** Data keys of the context's readable tenants, unwrapped. A key that was destroyed is missing, and what it sealed stays sealed. */
@Injectable()
export class KeyRing {
  constructor(private readonly db: TenantDb, @Inject(INSTALLATION_KEY) private readonly installationKey: Buffer) {}

  /** By tenant and version, as `<tenant> <version>`. */
  async readable(ctx: TenantContext): Promise<ReadonlyMap<string, DataKey>> {
    const rows = await this.rows(ctx);
    return new Map(rows.map(({ tenantId, version, wrapped }) => [`${tenantId} ${version}`, unwrapKey(this.installation(), tenantId, version, wrapped)]));
  }

  /** The newest key of each readable tenant. */
  async newest(ctx: TenantContext): Promise<ReadonlyMap<TenantId, DataKey>> {
    const newest = new Map<string, { tenantId: TenantId; version: number; wrapped: string }>();
    for (const row of await this.rows(ctx)) if (row.version > (newest.get(row.tenantId)?.version ?? 0)) newest.set(row.tenantId, row);
    return new Map([...newest.values()].map(({ tenantId, version, wrapped }) => [tenantId, unwrapKey(this.installation(), tenantId, version, wrapped)]));
  }

  /** The written tenant's key, made when it has none: its first entry may be that somebody looked at it. */
  async orFirst(ctx: TenantContext): Promise<DataKey> {
    const wrapped = wrapKey(this.installation(), ctx.tenantId, newDataKey(1));
    await this.db.run(ctx, (tx) => tx.sql('select guard.put_first_data_key($1)', [wrapped]));
    const key = (await this.newest(ctx)).get(ctx.tenantId);
    if (key === undefined) throw new Unavailable('The tenant’s audit key is not to be had.', { slug: 'audit.no_key' });
    return key;
  }

  private async rows(ctx: TenantContext): Promise<{ tenantId: TenantId; version: number; wrapped: string }[]> {
    const rows = await this.db.read(ctx, (read) => read.sql<{ tenant_id: TenantId; version: number; wrapped: string }>('select tenant_id, version, wrapped from guard.readable_data_keys()'));
    return rows.map(({ tenant_id: tenantId, version, wrapped }) => ({ tenantId, version, wrapped }));
  }

  private installation(): ReturnType<typeof installationKeyOf> {
    return installationKeyOf(this.installationKey);
  }
}
