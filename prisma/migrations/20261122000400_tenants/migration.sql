-- Tenants, agreements, people and their grants, sources and credentials, the onboarding saga, and how the audit chain is shown.
-- A tenant's row carries its own id as tenant_id; a person's row belongs to the home tenant (staff: the provider's); a membership belongs
-- to the tenant that it grants, so whoever administers a tenant sees and withdraws every right in it.
create schema tenants;
grant usage on schema tenants to svc_tenants;

create table tenants.tenant (
  tenant_id uuid not null primary key,
  kind text not null check (kind in ('provider', 'customer')),
  -- The slug stands in addresses and is the organization's alias at the identity provider; the code stands on screens.
  slug text not null check (slug ~ '^[a-z0-9]([a-z0-9-]{1,38}[a-z0-9])$'),
  -- The slug with look-alike characters made one: two tenants whose slugs a tired eye confuses cannot both exist.
  slug_shape text not null,
  code text not null check (code ~ '^[A-Z0-9]{2,8}$'),
  name text not null check (length(name) between 1 and 120),
  state text not null check (state in ('onboarding', 'active', 'suspended')),
  created_at timestamptz not null, activated_at timestamptz, suspended_at timestamptz
);
-- Names of the whole installation: two tenants must not share one. Only an operator who may create tenants can meet these.
create unique index tenant_slug on tenants.tenant (slug_shape);
create unique index tenant_code on tenants.tenant (code);
create unique index tenant_provider on tenants.tenant (kind) where kind = 'provider';

-- Service tiers and promises that agreements refer to; those of the provider are the installation's offer.
create table tenants.plan (
  tenant_id uuid not null, code text not null, name text not null, sla_policy_code text not null, events_per_sec int not null check (events_per_sec > 0),
  bytes_per_day bigint not null check (bytes_per_day > 0), max_sources int not null check (max_sources > 0),
  primary key (tenant_id, code)
);
create table tenants.sla_policy (
  tenant_id uuid not null, id uuid not null, version int not null, code text not null, name text not null, calendar text not null,
  targets jsonb not null, pause_on text[] not null, warn_pct int[] not null, created_at timestamptz not null,
  primary key (tenant_id, id, version), unique (tenant_id, code, version)
);

create table tenants.agreement (
  tenant_id uuid not null, id uuid not null, current_version int not null, created_at timestamptz not null,
  primary key (tenant_id, id), unique (tenant_id)
);
-- Versions are never changed. The promise is kept as it read on the day of the version, so that a later edit of a policy changes nothing agreed.
create table tenants.agreement_version (
  tenant_id uuid not null, agreement_id uuid not null, version int not null, plan text not null,
  service_mode text not null check (service_mode in ('MDR', 'MSSP')), time_zone text not null, language text not null check (language in ('ja', 'en')),
  currency text not null check (currency ~ '^[A-Z]{3}$'), starts_on date not null, sla_policy jsonb not null,
  events_per_sec int not null, bytes_per_day bigint not null, max_sources int not null, billing_name text not null,
  made_at timestamptz not null, made_by text not null,
  primary key (tenant_id, agreement_id, version),
  foreign key (tenant_id, agreement_id) references tenants.agreement (tenant_id, id)
);

create table tenants.contact (
  tenant_id uuid not null, id uuid not null, position int not null, role text not null check (role in ('technical', 'management', 'legal', 'out_of_hours')),
  name text not null, email text not null, phone text, language text not null check (language in ('ja', 'en')),
  primary key (tenant_id, id), unique (tenant_id, position)
);

create table tenants.app_user (
  tenant_id uuid not null, id uuid not null, audience text not null check (audience in ('staff', 'customer')), issuer text not null,
  -- Unknown until the identity provider has made the account.
  subject text, email text not null, display_name text not null, locale text not null check (locale in ('ja', 'en')), is_active boolean not null default true,
  -- How many one-time passwords were asked for, and when the last one was handed to the mailer. No password is ever kept here.
  invitation_count int not null default 0, invited_at timestamptz, created_at timestamptz not null,
  primary key (tenant_id, id), unique (tenant_id, issuer, email)
);
create index app_user_subject on tenants.app_user (issuer, subject);

-- No foreign key to app_user: staff live in the provider's tenant, and a key across tenants would answer questions about another one.
create table tenants.membership (
  tenant_id uuid not null, user_id uuid not null, home_tenant_id uuid not null,
  roles text[] not null check (cardinality(roles) > 0
    and roles <@ array['operator', 'analyst', 'service_account', 'customer_viewer', 'customer_billing', 'customer_approver']),
  audience text not null check (audience in ('staff', 'customer')), display_name text not null, is_active boolean not null default true,
  changed_at timestamptz not null,
  primary key (tenant_id, user_id)
);
create index membership_user on tenants.membership (user_id);

-- The integer that names a source in the lake, where sixteen bytes per row would be a waste; one sequence for the installation.
create sequence tenants.source_number as int;
create table tenants.source (
  tenant_id uuid not null, id uuid not null, source_number int not null default nextval('tenants.source_number'), name text not null, kind text not null,
  parser text, time_zone text not null, is_critical boolean not null, is_enabled boolean not null default true, created_at timestamptz not null,
  primary key (tenant_id, id), unique (tenant_id, source_number), unique (tenant_id, name)
);
create table tenants.source_credential (
  tenant_id uuid not null, id uuid not null, source_id uuid not null, public_id text not null, secret_hash text not null,
  state text not null check (state in ('pending', 'active', 'revoked')), issued_at timestamptz not null, confirmed_at timestamptz, revoked_at timestamptz,
  primary key (tenant_id, id), unique (tenant_id, public_id),
  foreign key (tenant_id, source_id) references tenants.source (tenant_id, id)
);
create index source_credential_live on tenants.source_credential (tenant_id, source_id) where state <> 'revoked';

-- The saga: one row per step of a tenant's making or of a person's. `subject_id` is what the step is about.
create table tenants.onboarding_step (
  tenant_id uuid not null, subject_id uuid not null, step text not null check (step in ('organization', 'account', 'organization_member', 'invitation', 'activation')),
  position int not null, is_done boolean not null default false, attempts int not null default 0, last_error text, lease_until timestamptz,
  next_try_at timestamptz not null default now(), created_at timestamptz not null, done_at timestamptz,
  primary key (tenant_id, subject_id, step)
);
create index onboarding_step_open on tenants.onboarding_step (next_try_at) where not is_done;

-- What was metered: one row per source or user and month of the agreement's zone.
create table tenants.usage_mark (
  tenant_id uuid not null, meter text not null check (meter in ('source', 'user')), subject_id uuid not null, month text not null, usage_id uuid not null,
  primary key (tenant_id, meter, subject_id, month)
);

select guard.protect('tenants.tenant');
select guard.protect('tenants.plan');
select guard.protect('tenants.sla_policy');
select guard.protect('tenants.agreement');
select guard.protect('tenants.agreement_version');
select guard.protect('tenants.contact');
select guard.protect('tenants.app_user');
select guard.protect('tenants.membership');
select guard.protect('tenants.source');
select guard.protect('tenants.source_credential');
select guard.protect('tenants.onboarding_step');
select guard.protect('tenants.usage_mark');

grant select, insert, update on tenants.tenant, tenants.agreement, tenants.app_user, tenants.membership, tenants.source, tenants.source_credential,
  tenants.onboarding_step to svc_tenants;
grant select, insert on tenants.agreement_version, tenants.usage_mark, tenants.sla_policy to svc_tenants;
grant select, insert, update on tenants.plan to svc_tenants;
grant select, insert, update, delete on tenants.contact to svc_tenants;
grant usage on sequence tenants.source_number to svc_tenants;

-- ── what looks across tenants ──────────────────────────────────────────────────────────────────────────────────────────────────────

-- Whose token is this and what may they do? Exactly one subject's rows, in every tenant that grants them something. A suspended tenant
-- grants nothing to anyone; one that is being made grants to staff only.
create function tenants.memberships_of(wanted_issuer text, wanted_subject text)
returns table (user_id uuid, name text, audience text, home_tenant_id uuid, tenant_id uuid, roles text[], tenant_state text)
stable security definer set search_path = '' language sql as $$
  select u.id, u.display_name, u.audience, u.tenant_id, g.tenant_id, g.roles, g.state
  from tenants.app_user u
  left join lateral (
    select m.tenant_id, m.roles, t.state from tenants.membership m join tenants.tenant t on t.tenant_id = m.tenant_id
    where m.user_id = u.id and m.home_tenant_id = u.tenant_id and m.is_active and (t.state = 'active' or (t.state = 'onboarding' and u.audience = 'staff'))
  ) g on true
  where u.issuer = wanted_issuer and u.subject = wanted_subject and u.is_active
$$;

-- Tenants with a step of the saga that is due and in nobody's hand.
create function tenants.onboarding_work(cap int) returns table (tenant_id uuid) stable security definer set search_path = '' language sql as $$
  select s.tenant_id from tenants.onboarding_step s
  where not s.is_done and s.next_try_at <= now() and (s.lease_until is null or s.lease_until <= now())
  group by s.tenant_id order by min(s.next_try_at) limit least(cap, 100)
$$;

-- Active client companies behind one of them, for the monthly look at what exists.
create function tenants.metered_tenants(after uuid, cap int) returns table (tenant_id uuid) stable security definer set search_path = '' language sql as $$
  select t.tenant_id from tenants.tenant t where t.kind = 'customer' and t.state = 'active' and t.tenant_id > after order by t.tenant_id limit least(cap, 500)
$$;

-- The newest link of a readable tenant's chain: with it a reader of the entries also sees a tail that was cut off.
create function audit.readable_head(wanted uuid) returns table (sequence bigint, hash text) stable security definer set search_path = '' language sql as $$
  select h.sequence, h.hash from audit.chain_head h where h.tenant_id = wanted and wanted = any (guard.readable())
$$;

grant usage, create on schema tenants to guard_keeper;
grant create on schema audit to guard_keeper;
grant select (id, display_name, audience, tenant_id, issuer, subject, is_active) on tenants.app_user to guard_keeper;
grant select (tenant_id, user_id, home_tenant_id, roles, is_active) on tenants.membership to guard_keeper;
grant select (tenant_id, kind, state) on tenants.tenant to guard_keeper;
grant select (tenant_id, is_done, next_try_at, lease_until) on tenants.onboarding_step to guard_keeper;
grant select on audit.chain_head to guard_keeper;
alter function tenants.memberships_of(text, text) owner to guard_keeper;
alter function tenants.onboarding_work(int) owner to guard_keeper;
alter function tenants.metered_tenants(uuid, int) owner to guard_keeper;
alter function audit.readable_head(uuid) owner to guard_keeper;
revoke create on schema tenants, audit from guard_keeper;
revoke all on function tenants.memberships_of(text, text), tenants.onboarding_work(int), tenants.metered_tenants(uuid, int), audit.readable_head(uuid) from public;
grant execute on function tenants.memberships_of(text, text), tenants.onboarding_work(int), tenants.metered_tenants(uuid, int), audit.readable_head(uuid) to svc_tenants;
