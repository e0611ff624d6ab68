-- Partner clients: programs of resellers, insurers and ticket systems (ADR 0011). The client and its credentials belong to the provider's
-- tenant, a grant to the tenant that it opens, so whoever administers a tenant sees and withdraws every right in it.
create table tenants.partner_client (
  tenant_id uuid not null, id uuid not null, name text not null check (length(name) between 1 and 100), description text not null,
  state text not null check (state in ('active', 'disabled')),
  -- Its name at the identity provider; issuer and subject are unknown until it has a secret there.
  sign_in_id text not null, issuer text, subject text, secret_made_at timestamptz,
  -- Access tokens that were issued before this instant are refused; real time, since it is compared with an issuer's clock.
  tokens_from timestamptz,
  created_at timestamptz not null, disabled_at timestamptz,
  primary key (tenant_id, id), unique (tenant_id, name), unique (tenant_id, sign_in_id), unique (tenant_id, issuer, subject),
  check ((issuer is null) = (subject is null)), check ((state = 'disabled') = (disabled_at is not null))
);
create table tenants.partner_key (
  tenant_id uuid not null, id uuid not null, partner_client_id uuid not null, public_id text not null, secret_hash text not null, label text not null,
  -- Source networks in CIDR notation; none means any.
  networks text[] not null, created_at timestamptz not null, expires_at timestamptz not null, revoked_at timestamptz,
  -- To the minute; a trace for people, no act.
  last_used_at timestamptz,
  primary key (tenant_id, id), unique (tenant_id, public_id), check (expires_at > created_at),
  foreign key (tenant_id, partner_client_id) references tenants.partner_client (tenant_id, id)
);
create index partner_key_of_client on tenants.partner_key (tenant_id, partner_client_id, created_at, id);

-- No foreign key to the client: it lives in another tenant, and a key across tenants would answer questions about that one.
create table tenants.partner_grant (
  tenant_id uuid not null, partner_client_id uuid not null, partner_name text not null,
  permissions text[] not null check (cardinality(permissions) > 0
    and permissions <@ array['case:read', 'finding:read', 'sla:read', 'report:read', 'source:read', 'webhook:read', 'webhook:manage']),
  is_active boolean not null default true, changed_at timestamptz not null,
  primary key (tenant_id, partner_client_id)
);
create index partner_grant_client on tenants.partner_grant (partner_client_id);

select guard.protect('tenants.partner_client');
select guard.protect('tenants.partner_key');
select guard.protect('tenants.partner_grant');
grant select, insert, update on tenants.partner_client, tenants.partner_key, tenants.partner_grant to svc_tenants;

-- Where one partner client has a right, and which. A suspended tenant is named with its state: it grants nothing, but its row can be ended.
create function tenants.partner_grants_of(wanted uuid)
returns table (tenant_id uuid, slug text, code text, name text, tenant_state text, permissions text[])
stable security definer set search_path = '' language sql as $$
  select g.tenant_id, t.slug, t.code, t.name, t.state, g.permissions
  from tenants.partner_grant g join tenants.tenant t on t.tenant_id = g.tenant_id
  where g.partner_client_id = wanted and g.is_active order by t.slug
$$;
revoke all on function tenants.partner_grants_of(uuid) from public;
grant execute on function tenants.partner_grants_of(uuid) to svc_tenants;
grant select (tenant_id, partner_client_id, permissions, is_active) on tenants.partner_grant to guard_keeper;
grant select (slug, code, name) on tenants.tenant to guard_keeper;
grant create on schema tenants to guard_keeper;
alter function tenants.partner_grants_of(uuid) owner to guard_keeper;
revoke create on schema tenants from guard_keeper;

-- A partner's program acts under its own name in a tenant's chain.
alter table audit.entry drop constraint entry_actor_kind_check;
alter table audit.entry add constraint entry_actor_kind_check check (actor_kind in ('user', 'service', 'source', 'partner'));

-- ── when a case last changed, in an order that can be read to its end ──────────────────────────────────────────────────────────────────

alter table cases.case_file add column updated_at timestamptz not null default guard.now();
-- One tenant's cases from an instant on, the oldest change first.
create index case_updated on cases.case_file (tenant_id, updated_at, id);

-- Every write moves the case behind all that changed before it, also when the clock was set back.
create function cases.stamp_update() returns trigger language plpgsql set search_path = '' as $$
begin
  new.updated_at := case when tg_op = 'INSERT' then guard.now() else greatest(guard.now(), old.updated_at + interval '1 microsecond') end;
  return new;
end $$;
create trigger updated_at_moves before insert or update on cases.case_file for each row execute function cases.stamp_update();

-- Business time before which no change of a case can still appear. A row carries the start of the transaction that wrote it and shows when that
-- one commits; so a reader may go no further than the oldest transaction that could still write. Other roles cannot write cases. The two
-- seconds are for a connection that has begun and not yet said so. Ask it in a statement before the one that reads the rows.
create function cases.settled_before() returns timestamptz volatile language sql set search_path = '' as $$
  select guard.now() - (now() - least(now(), min(a.xact_start))) - interval '2 seconds'
  from pg_catalog.pg_stat_activity a where a.usename = session_user and a.datname = current_database() and a.pid <> pg_backend_pid() and a.xact_start is not null
$$;
revoke all on function cases.settled_before() from public;
grant execute on function cases.settled_before() to svc_cases;
