-- The walls: the signed context, the function that makes a table tenant-safe, the two lanes and the audit chain.
-- Background: docs/adr/0003-signed-database-context.md, 0007-two-lanes.md, 0009-audit-chain.md.

revoke all on schema public from public;
do $$ begin execute format('revoke create, temporary on database %I from public', current_database()); end $$;

create schema guard;
create schema lane;
create schema audit;

-- ── guard: who is asking ────────────────────────────────────────────────────────────────────────────────────────────────────────────

-- HMAC keys, one per log-in role, already mixed with RFC 2104's inner and outer pads. No log-in role may read them.
create table guard.ctx_key (role text primary key, ipad bytea not null, opad bytea not null);

-- Offset of business time; only a test database's owner sets it. Expiry, leases and wake-ups stay on now().
create table guard.business_clock (only_row boolean primary key default true check (only_row), shift interval not null default '0');
insert into guard.business_clock default values;

-- A tenant's data key, wrapped by the installation's key; deleting the row makes the tenant's encrypted details unreadable for ever.
create table guard.data_key (
  tenant_id uuid not null, version int not null, wrapped text not null, created_at timestamptz not null default now(),
  primary key (tenant_id, version)
);

-- Parts of the verified context: written tenant, read scope, role, audience, expiry. NULL when it is absent, forged, expired, or signed
-- for another role than the one that is signed in, so that every policy then matches no row.
create function guard.ctx() returns text[] stable security definer set search_path = '' language plpgsql as $$
declare
  p text[] := string_to_array(nullif(current_setting('app.ctx', true), ''), '|');
  k guard.ctx_key;
begin
  if p is null or array_length(p, 1) <> 6 or p[3] <> session_user then return null; end if;
  select * into k from guard.ctx_key where role = session_user;
  if not found then return null; end if;
  if p[6] <> encode(sha256(k.opad || sha256(k.ipad || convert_to(
       p[1] || '|' || p[2] || '|' || p[3] || '|' || p[4] || '|' || p[5], 'UTF8'))), 'hex') then return null; end if;
  if p[5]::bigint <= extract(epoch from now()) then return null; end if;
  return p;
end $$;

create function guard.written() returns uuid stable language sql set search_path = '' as
  $$ select nullif((guard.ctx())[1], '')::uuid $$;
create function guard.readable() returns uuid[] stable language sql set search_path = '' as
  $$ select string_to_array(nullif((guard.ctx())[2], ''), ',')::uuid[] $$;
create function guard.audience() returns text stable language sql set search_path = '' as
  $$ select (guard.ctx())[4] $$;
create function guard.now() returns timestamptz stable security definer set search_path = '' language sql as
  $$ select now() + shift from guard.business_clock $$;

-- The written tenant's newest wrapped data key.
create function guard.current_data_key() returns table (version int, wrapped text) stable security definer set search_path = '' language sql as
  $$ select k.version, k.wrapped from guard.data_key k where k.tenant_id = guard.written() order by k.version desc limit 1 $$;
-- Wrapped keys of the readable tenants, for whoever decrypts details on behalf of a reader.
create function guard.readable_data_keys() returns table (tenant_id uuid, version int, wrapped text) stable security definer
  set search_path = '' language sql as
  $$ select k.tenant_id, k.version, k.wrapped from guard.data_key k where k.tenant_id = any (guard.readable()) $$;
-- Gives the written tenant its first data key; a second call changes nothing.
create function guard.put_first_data_key(wrapped text) returns void volatile security definer set search_path = '' language sql as
  $$ insert into guard.data_key (tenant_id, version, wrapped) values (guard.written(), 1, wrapped) on conflict do nothing $$;

-- Makes a table tenant-safe: forced row security, a write policy on the one written tenant, a read policy on the read scope, and a
-- restrictive fence that no later permissive policy can widen. `internal` names a boolean column: rows where it is true are for staff.
create function guard.protect(target regclass, internal name default null) returns void language plpgsql set search_path = '' as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy write_one on %s for all using (tenant_id = (select guard.written())) with check (tenant_id = (select guard.written()))', target);
  execute format('create policy read_scope on %s for select using (tenant_id = any ((select guard.readable())::uuid[]))', target);
  execute format('create policy fence on %s as restrictive using (tenant_id = any ((select guard.readable())::uuid[])) with check (tenant_id = (select guard.written()))', target);
  if internal is not null then
    execute format('create policy audience_fence on %s as restrictive using (not %I or (select guard.audience()) in (''staff'', ''system''))', target, internal);
  end if;
end $$;

grant usage on schema guard to public;
revoke all on all tables in schema guard from public;
revoke all on function guard.protect(regclass, name) from public;

-- ── lane: outbox, inbox, dead letters, the all-in-one's telemetry log ───────────────────────────────────────────────────────────────

create function lane.service() returns text stable language sql set search_path = '' as $$ select substr(session_user, 5) $$;

create table lane.outbox (
  id uuid primary key, tenant_id uuid not null, producer text not null, topic text not null, key text not null, type text not null,
  envelope jsonb not null, created_at timestamptz not null default now(),
  -- Order of writing: events of one transaction are read in the order in which it told them.
  written bigint generated always as identity,
  -- Commit order: given by the one relay after the row is visible, so a reader of "position greater than mine" never skips a late commit.
  position bigint unique
);
create index outbox_unplaced on lane.outbox (written) where position is null;
create sequence lane.outbox_position owned by lane.outbox.position;

create table lane.inbox (
  tenant_id uuid not null, consumer text not null, event_id uuid not null, at timestamptz not null default now(),
  primary key (tenant_id, consumer, event_id)
);

create table lane.cursor (consumer text primary key, position bigint not null default 0, moved_at timestamptz not null default now());

create table lane.dead_letter (
  id uuid primary key default gen_random_uuid(), tenant_id uuid, consumer text not null, event_id uuid not null, type text not null,
  envelope jsonb not null, reason text not null, attempts int not null, at timestamptz not null default now(), replayed_at timestamptz
);

create table lane.telemetry_head (partition smallint primary key, last_position bigint not null default 0);
create table lane.telemetry_position (partition smallint primary key, position bigint not null default 0, moved_at timestamptz not null default now());
insert into lane.telemetry_head select generate_series(0, 3);
insert into lane.telemetry_position select generate_series(0, 3);

create table lane.telemetry_log (
  partition smallint not null, position bigint not null, tenant_id uuid not null, source_id uuid not null, batch_id uuid not null,
  producer text not null, headers jsonb not null, body bytea not null, body_bytes int not null, received_at timestamptz not null default now(),
  primary key (partition, position)
) partition by list (partition);
create table lane.telemetry_log_0 partition of lane.telemetry_log for values in (0);
create table lane.telemetry_log_1 partition of lane.telemetry_log for values in (1);
create table lane.telemetry_log_2 partition of lane.telemetry_log for values in (2);
create table lane.telemetry_log_3 partition of lane.telemetry_log for values in (3);
-- Bodies arrive compressed: PostgreSQL must not spend time on compressing them again.
alter table lane.telemetry_log_0 alter column body set storage external;
alter table lane.telemetry_log_1 alter column body set storage external;
alter table lane.telemetry_log_2 alter column body set storage external;
alter table lane.telemetry_log_3 alter column body set storage external;

-- The next position of a partition. The row lock lasts until the caller commits, so positions become visible in their own order.
create function lane.next_telemetry_position(wanted smallint) returns bigint volatile security definer set search_path = '' language sql as
  $$ update lane.telemetry_head set last_position = last_position + 1 where partition = wanted returning last_position $$;
-- Bytes that wait in the log for the written tenant: what the door's bound looks at.
create function lane.telemetry_backlog() returns table (tenant_bytes bigint, total_bytes bigint) stable security definer set search_path = '' language sql as $$
  select coalesce(sum(l.body_bytes) filter (where l.tenant_id = guard.written()), 0)::bigint, coalesce(sum(l.body_bytes), 0)::bigint
  from lane.telemetry_position p join lane.telemetry_log l on l.partition = p.partition and l.position > p.position
$$;

do $$
declare
  part text;
  service text;
begin
  foreach part in array array['lane.outbox', 'lane.inbox', 'lane.dead_letter', 'lane.telemetry_log', 'lane.telemetry_log_0',
    'lane.telemetry_log_1', 'lane.telemetry_log_2', 'lane.telemetry_log_3'] loop
    execute format('alter table %s enable row level security', part);
    execute format('alter table %s force row level security', part);
  end loop;
  grant usage on schema lane, audit to svc_gateway, svc_tenants, svc_ingestion, svc_detection, svc_cases, svc_sla, svc_reporting, svc_billing,
    lane_relay, lane_log_reader, audit_sequencer;
end $$;

create policy produce on lane.outbox for insert to svc_tenants, svc_ingestion, svc_detection, svc_cases, svc_sla, svc_reporting, svc_billing
  with check (tenant_id = (select guard.written()) and producer = (select lane.service()) and position is null);
create policy relay on lane.outbox for all to lane_relay using (true) with check (true);
create policy consume on lane.inbox for insert to svc_tenants, svc_ingestion, svc_detection, svc_cases, svc_sla, svc_reporting, svc_billing
  with check (tenant_id = (select guard.written()) and consumer = (select lane.service()));
create policy relay on lane.dead_letter for all to lane_relay using (true) with check (true);
create policy produce on lane.telemetry_log for insert to svc_ingestion
  with check (tenant_id = (select guard.written()) and producer = (select lane.service()));
create policy log_reader on lane.telemetry_log for all to lane_log_reader using (true) with check (true);

grant insert on lane.outbox, lane.inbox to svc_tenants, svc_ingestion, svc_detection, svc_cases, svc_sla, svc_reporting, svc_billing;
grant insert on lane.telemetry_log to svc_ingestion;
grant select, update, delete on lane.outbox to lane_relay;
grant select, insert, update on lane.cursor, lane.dead_letter to lane_relay;
grant usage on sequence lane.outbox_position to lane_relay;
grant select, delete on lane.telemetry_log to lane_log_reader;
grant select, update on lane.telemetry_position to lane_log_reader;
grant select on lane.telemetry_head to lane_log_reader;
revoke all on function lane.next_telemetry_position(smallint), lane.telemetry_backlog() from public;
grant execute on function lane.next_telemetry_position(smallint), lane.telemetry_backlog() to svc_ingestion;

-- ── audit: entries by every service, chained by the sequencer ────────────────────────────────────────────────────────────────────────

create table audit.entry (
  tenant_id uuid not null, id uuid not null, service text not null, at timestamptz not null default now(),
  actor_kind text not null check (actor_kind in ('user', 'service', 'source')), actor_id text not null, audience text not null,
  action text not null, object_kind text not null, object_id text not null, correlation_id text not null,
  -- AES-256-GCM under the tenant's data key; the chain covers this, so that destroying the key leaves the chain valid.
  details text not null, key_version int not null,
  sequence bigint, previous_hash text, hash text,
  primary key (tenant_id, id), unique (tenant_id, sequence)
);
create index entry_unchained on audit.entry (at) where sequence is null;

-- One row says that an actor looked at a list over several tenants in one quarter hour; the sequencer spreads it into their chains.
create table audit.list_access (
  tenant_id uuid not null, id uuid not null, service text not null, at timestamptz not null default now(), actor_id text not null,
  actor_name text not null, list text not null, quarter timestamptz not null, scope_hash text not null, scope uuid[] not null, spread_at timestamptz,
  correlation_id text not null, primary key (tenant_id, id), unique (tenant_id, actor_id, list, quarter, scope_hash)
);
create table audit.chain_head (tenant_id uuid primary key, sequence bigint not null, hash text not null);

alter table audit.entry enable row level security;
alter table audit.entry force row level security;
alter table audit.list_access enable row level security;
alter table audit.list_access force row level security;
create policy write_one on audit.entry for insert to svc_gateway, svc_tenants, svc_ingestion, svc_detection, svc_cases, svc_sla, svc_reporting, svc_billing
  with check (tenant_id = (select guard.written()) and service = (select lane.service()) and sequence is null and hash is null);
create policy write_one on audit.list_access for insert to svc_gateway, svc_tenants, svc_ingestion, svc_detection, svc_cases, svc_sla, svc_reporting, svc_billing
  with check (tenant_id = (select guard.written()) and service = (select lane.service()) and spread_at is null);
create policy sequencer on audit.entry for all to audit_sequencer using (true) with check (true);
create policy sequencer on audit.list_access for all to audit_sequencer using (true) with check (true);
grant insert on audit.entry, audit.list_access to svc_gateway, svc_tenants, svc_ingestion, svc_detection, svc_cases, svc_sla, svc_reporting, svc_billing;
grant select, insert on audit.entry to audit_sequencer;
grant update (sequence, previous_hash, hash) on audit.entry to audit_sequencer;
grant select on audit.list_access to audit_sequencer;
grant update (spread_at) on audit.list_access to audit_sequencer;
grant select, insert, update on audit.chain_head to audit_sequencer;

-- Committed, chained entries of the readable tenants, for the service that shows a tenant its own log.
create function audit.readable_entries(after_sequence bigint, cap int, wanted uuid) returns setof audit.entry stable security definer
  set search_path = '' language sql as $$
  select e.* from audit.entry e
  where e.tenant_id = wanted and wanted = any (guard.readable()) and e.sequence > after_sequence order by e.sequence limit least(cap, 500)
$$;

-- ── the keeper: definer functions that look across tenants ────────────────────────────────────────────────────────────────────────────

grant usage, create on schema lane, audit to guard_keeper;
grant select on lane.telemetry_log, lane.telemetry_position, audit.entry to guard_keeper;
alter function lane.telemetry_backlog() owner to guard_keeper;
alter function audit.readable_entries(bigint, int, uuid) owner to guard_keeper;
revoke create on schema lane, audit from guard_keeper;
revoke all on function audit.readable_entries(bigint, int, uuid) from public;
grant execute on function audit.readable_entries(bigint, int, uuid) to svc_tenants;
