import type { Role } from '@yagura/kernel';
import type { TenantRead, TenantTx } from '@yagura/db';
import type { AppUser, Member } from './user';

interface UserRow extends Record<string, unknown> {
  readonly tenant_id: string; readonly id: string; readonly audience: AppUser['audience']; readonly subject: string | null; readonly email: string;
  readonly display_name: string; readonly locale: AppUser['locale']; readonly invited_at: Date | null;
}
const userOf = (row: UserRow): AppUser => ({
  tenantId: row.tenant_id, id: row.id, audience: row.audience, subject: row.subject, email: row.email, displayName: row.display_name, locale: row.locale,
  invitedAt: row.invited_at,
});

interface MemberRow extends Record<string, unknown> {
  readonly tenant_id: string; readonly user_id: string; readonly home_tenant_id: string; readonly display_name: string; readonly email: string | null;
  readonly audience: Member['audience']; readonly roles: readonly Role[]; readonly is_active: boolean; readonly changed_at: Date;
}
const memberOf = (row: MemberRow): Member => ({
  tenantId: row.tenant_id, userId: row.user_id, homeTenantId: row.home_tenant_id, displayName: row.display_name, email: row.email, audience: row.audience,
  roles: row.roles, active: row.is_active, changedAt: row.changed_at,
});

/** Adds a person to the written tenant; false when its address is taken there. */
export async function addUser(tx: TenantTx, user: Omit<AppUser, 'tenantId' | 'invitedAt'> & { issuer: string }): Promise<boolean> {
  const added = await tx.execute(
    `insert into tenants.app_user (tenant_id, id, audience, issuer, subject, email, display_name, locale, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (tenant_id, issuer, email) do nothing`,
    [tx.tenantId, user.id, user.audience, user.issuer, user.subject, user.email, user.displayName, user.locale, tx.now]);
  return added === 1;
}

/** A person of the written tenant. */
export async function findUser(tx: TenantRead, id: string): Promise<AppUser | undefined> {
  return (await tx.sql<UserRow>('select * from tenants.app_user where tenant_id = $1 and id = $2', [tx.tenantId, id])).map(userOf)[0];
}

export async function saveSubject(tx: TenantTx, id: string, subject: string): Promise<void> {
  await tx.execute('update tenants.app_user set subject = $3 where tenant_id = $1 and id = $2', [tx.tenantId, id, subject]);
}

/** Counts one more one-time password that is asked for, before it is. */
export async function countInvitation(tx: TenantTx, id: string): Promise<number> {
  const [row] = await tx.sql<{ invitation_count: number }>(
    'update tenants.app_user set invitation_count = invitation_count + 1 where tenant_id = $1 and id = $2 returning invitation_count', [tx.tenantId, id]);
  return row.invitation_count;
}

/** Notes when a person of the written tenant left. A later instant stays. */
export async function saveSignedOut(tx: TenantTx, id: string, at: Date): Promise<void> {
  await tx.execute('update tenants.app_user set signed_out_at = greatest(signed_out_at, $3) where tenant_id = $1 and id = $2', [tx.tenantId, id, at]);
}

/** When a person of the written tenant last left, held until the transaction ends. */
export async function takeSignedOut(tx: TenantTx, id: string): Promise<Date | null> {
  const [row] = await tx.sql<{ signed_out_at: Date | null }>('select signed_out_at from tenants.app_user where tenant_id = $1 and id = $2 for update', [tx.tenantId, id]);
  return row?.signed_out_at ?? null;
}

export async function saveInvited(tx: TenantTx, id: string): Promise<void> {
  await tx.execute('update tenants.app_user set invited_at = $3 where tenant_id = $1 and id = $2', [tx.tenantId, id, tx.now]);
}

// The address of a member from another home, such as the provider's staff, is read only where that home is in the scope, which is always `$1`.
const MEMBER = `select m.tenant_id, m.user_id, m.home_tenant_id, m.display_name, u.email, m.audience, m.roles, m.is_active, m.changed_at
  from tenants.membership m left join tenants.app_user u on u.tenant_id = any ($1::uuid[]) and u.tenant_id = m.home_tenant_id and u.id = m.user_id`;

/** A member of the written tenant. */
export async function findMember(tx: TenantRead, userId: string): Promise<Member | undefined> {
  return (await tx.sql<MemberRow>(`${MEMBER} where m.tenant_id = $2 and m.user_id = $3`, [tx.readScope, tx.tenantId, userId])).map(memberOf)[0];
}

/** Members by (tenant, person) behind `after`; of one tenant when it is named. */
export async function listMembers(tx: TenantRead, tenantId: string | undefined, after: readonly [string, string], first: number): Promise<Member[]> {
  const rows = await tx.sql<MemberRow>(
    `${MEMBER} where m.tenant_id = any ($1::uuid[]) and ($2::uuid is null or m.tenant_id = $2) and (m.tenant_id, m.user_id) > ($3::uuid, $4::uuid)
     order by m.tenant_id, m.user_id limit $5`,
    [tx.readScope, tenantId ?? null, after[0], after[1], first + 1]);
  return rows.map(memberOf);
}

/** Sets what a person may do in the written tenant. */
export async function saveMember(tx: TenantTx, member: Omit<Member, 'tenantId' | 'email' | 'changedAt'>): Promise<void> {
  await tx.execute(
    `insert into tenants.membership (tenant_id, user_id, home_tenant_id, roles, audience, display_name, is_active, changed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (tenant_id, user_id) do update set roles = excluded.roles, display_name = excluded.display_name, is_active = excluded.is_active, changed_at = excluded.changed_at`,
    [tx.tenantId, member.userId, member.homeTenantId, member.roles, member.audience, member.displayName, member.active, tx.now]);
}

/** How many active members of the written tenant hold a role. */
export async function countHolders(tx: TenantTx, role: Role): Promise<number> {
  const [row] = await tx.sql<{ n: number }>('select count(*)::int as n from tenants.membership where tenant_id = $1 and is_active and $2 = any (roles)', [tx.tenantId, role]);
  return row.n;
}

export async function activeMembers(tx: TenantTx): Promise<Member[]> {
  return (await tx.sql<MemberRow>(`${MEMBER} where m.tenant_id = $2 and m.is_active order by m.user_id`, [tx.readScope, tx.tenantId])).map(memberOf);
}
