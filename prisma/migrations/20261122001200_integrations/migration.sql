-- What leaves to other companies' systems: webhook endpoints, their secrets, and every message to them with each attempt.
create schema integrations;
grant usage on schema integrations to svc_integrations;

-- The service joins the lanes and the audit log like its neighbours.
grant usage on schema lane, audit to svc_integrations;
grant insert on lane.outbox, lane.inbox, audit.entry, audit.list_access to svc_integrations;
alter policy produce on lane.outbox to svc_tenants, svc_ingestion, svc_detection, svc_cases, svc_sla, svc_reporting, svc_billing, svc_integrations;
alter policy consume on lane.inbox to svc_tenants, svc_ingestion, svc_detection, svc_cases, svc_sla, svc_reporting, svc_billing, svc_integrations;
alter policy write_one on audit.entry to svc_gateway, svc_tenants, svc_ingestion, svc_detection, svc_cases, svc_sla, svc_reporting, svc_billing, svc_integrations;
alter policy write_one on audit.list_access to svc_gateway, svc_tenants, svc_ingestion, svc_detection, svc_cases, svc_sla, svc_reporting, svc_billing, svc_integrations;

-- Client companies that are served; what waits for a suspended one stays where it is.
create table integrations.tenant (tenant_id uuid not null primary key, code text not null, is_suspended boolean not null default false);

-- What a partner client may do here, as last told. It decides again at every message, beside the disabling that the news itself brings.
create table integrations.partner_access (
  tenant_id uuid not null, partner_client_id uuid not null, may_manage boolean not null, changed_at timestamptz not null,
  primary key (tenant_id, partner_client_id)
);

create table integrations.endpoint (
  tenant_id uuid not null, id uuid not null, partner_client_id uuid, url text not null, event_types text[] not null check (cardinality(event_types) > 0),
  description text not null, state text not null check (state in ('active', 'disabled')),
  disabled_reason text check (disabled_reason in ('by_hand', 'gone', 'access_withdrawn')), created_at timestamptz not null, changed_at timestamptz not null,
  primary key (tenant_id, id), check ((state = 'disabled') = (disabled_reason is not null))
);
create index endpoint_by_age on integrations.endpoint (tenant_id, created_at desc, id desc);

-- A signing secret under the tenant's data key. It signs until `expires_at`; without one it is the newest.
create table integrations.secret (
  tenant_id uuid not null, id uuid not null, endpoint_id uuid not null, sealed text not null, created_at timestamptz not null, expires_at timestamptz,
  primary key (tenant_id, id), foreign key (tenant_id, endpoint_id) references integrations.endpoint (tenant_id, id)
);
create index secret_of_endpoint on integrations.secret (tenant_id, endpoint_id);

-- The facts of a case that its later events do not repeat.
create table integrations.case_seen (tenant_id uuid not null, id uuid not null, opened_at timestamptz not null, primary key (tenant_id, id));

-- One message to one endpoint: `id` is the receiver's idempotency key and `body` never changes. `round` counts what was answered or failed since
-- it was made or last replayed, `broken_off` the sendings whose end nobody recorded. `next_attempt_at` is business time, `leased_until` real time.
create table integrations.delivery (
  tenant_id uuid not null, id uuid not null, endpoint_id uuid not null, event_type text not null, case_id uuid, body text not null,
  state text not null check (state in ('pending', 'delivered', 'dead', 'dropped')), reason text,
  round int not null default 0, broken_off int not null default 0, started int not null default 0,
  next_attempt_at timestamptz not null, lease uuid, leased_until timestamptz, created_at timestamptz not null, ended_at timestamptz,
  -- Order of the news of one case at one endpoint.
  written bigint generated always as identity,
  primary key (tenant_id, id), foreign key (tenant_id, endpoint_id) references integrations.endpoint (tenant_id, id),
  check ((state = 'pending') = (ended_at is null)), check ((lease is null) = (leased_until is null))
);
create index delivery_by_age on integrations.delivery (tenant_id, endpoint_id, created_at desc, id desc);
create index delivery_waiting on integrations.delivery (next_attempt_at) where state = 'pending';
create index delivery_in_order on integrations.delivery (tenant_id, endpoint_id, case_id, written) where state = 'pending';

-- `outcome` is null while the sending is under way.
create table integrations.attempt (
  tenant_id uuid not null, delivery_id uuid not null, number int not null, at timestamptz not null,
  outcome text check (outcome in ('delivered', 'failed', 'broken_off')), status int, duration_ms int, reason text,
  primary key (tenant_id, delivery_id, number), foreign key (tenant_id, delivery_id) references integrations.delivery (tenant_id, id)
);

select guard.protect('integrations.tenant');
select guard.protect('integrations.partner_access');
select guard.protect('integrations.endpoint');
select guard.protect('integrations.secret');
select guard.protect('integrations.case_seen');
select guard.protect('integrations.delivery');
select guard.protect('integrations.attempt');
grant select, insert, update on integrations.tenant, integrations.partner_access, integrations.case_seen to svc_integrations;
grant select, insert, update, delete on integrations.endpoint, integrations.secret, integrations.delivery, integrations.attempt to svc_integrations;

-- Messages of all tenants that may be sent now: due, in nobody's hand, the oldest that waits of its case at its endpoint. An endpoint and a tenant
-- get no more than their share beside what is under way for them, so that slow receivers keep no sender busy. Row contents stay behind the walls.
create function integrations.due_deliveries(cap int, per_endpoint int, per_tenant int) returns table (tenant_id uuid, delivery_id uuid)
stable security definer set search_path = '' language sql as $$
  with under_way as (
    select d.tenant_id, d.endpoint_id, count(*) as n from integrations.delivery d where d.state = 'pending' and d.leased_until > now() group by d.tenant_id, d.endpoint_id
  ), ready as (
    select d.tenant_id, d.id, d.next_attempt_at,
      row_number() over (partition by d.tenant_id, d.endpoint_id order by d.next_attempt_at, d.written) + coalesce(u.n, 0) as of_endpoint
    from integrations.delivery d
    join integrations.tenant t on t.tenant_id = d.tenant_id and not t.is_suspended
    left join under_way u on u.tenant_id = d.tenant_id and u.endpoint_id = d.endpoint_id
    where d.state = 'pending' and d.next_attempt_at <= guard.now() and (d.leased_until is null or d.leased_until <= now())
      and not exists (select from integrations.delivery e where e.tenant_id = d.tenant_id and e.endpoint_id = d.endpoint_id and e.case_id = d.case_id
        and e.state = 'pending' and e.written < d.written)
  ), fair as (
    select r.tenant_id, r.id, r.next_attempt_at, row_number() over (partition by r.tenant_id order by r.of_endpoint, r.next_attempt_at)
      + coalesce((select sum(u.n) from under_way u where u.tenant_id = r.tenant_id), 0) as of_tenant
    from ready r where r.of_endpoint <= per_endpoint
  )
  select f.tenant_id, f.id from fair f where f.of_tenant <= per_tenant order by f.of_tenant, f.next_attempt_at limit least(cap, 200)
$$;
revoke all on function integrations.due_deliveries(int, int, int) from public;
grant execute on function integrations.due_deliveries(int, int, int) to svc_integrations;
grant usage, create on schema integrations to guard_keeper;
grant select (tenant_id, id, endpoint_id, case_id, state, next_attempt_at, leased_until, written) on integrations.delivery to guard_keeper;
grant select (tenant_id, is_suspended) on integrations.tenant to guard_keeper;
alter function integrations.due_deliveries(int, int, int) owner to guard_keeper;
revoke create on schema integrations from guard_keeper;
