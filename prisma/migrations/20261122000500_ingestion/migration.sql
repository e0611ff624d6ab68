-- The doors' own view of tenants and sources, what they counted, and the ledger of what became of each batch.
create schema ingestion;
grant usage on schema ingestion to svc_ingestion;

create table ingestion.tenant (
  tenant_id uuid primary key, slug text not null, state text not null check (state in ('active', 'suspended')),
  events_per_sec int not null, bytes_per_day bigint not null, time_zone text not null
);
create table ingestion.source (
  tenant_id uuid not null, id uuid not null, source_number int not null, name text not null, kind text not null, parser text, time_zone text not null,
  critical boolean not null, enabled boolean not null default true, added_at timestamptz not null, primary key (tenant_id, id)
);
create table ingestion.credential (
  tenant_id uuid not null, id uuid not null, source_id uuid not null, public_id text not null, secret_hash text not null,
  state text not null check (state in ('active', 'revoked')), changed_at timestamptz not null, primary key (tenant_id, id),
  unique (tenant_id, public_id)
);
create index credential_public on ingestion.credential (public_id);

-- A batch key within its window of 24 hours from first sight is the same batch; later the same bytes are the next repeat.
create table ingestion.batch_key (
  tenant_id uuid not null, source_id uuid not null, batch_key text not null, first_seen_at timestamptz not null, repeat int not null default 0,
  primary key (tenant_id, source_id, batch_key)
);
-- What the door itself counted, per source and minute: one side of the daily balance.
create table ingestion.door_count (
  tenant_id uuid not null, source_id uuid not null, minute timestamptz not null, requests bigint not null, records bigint not null,
  wire_bytes bigint not null, raw_bytes bigint not null, primary key (tenant_id, source_id, minute)
);
-- Requests that were refused, per source, minute and HEC code: the tenant sees each of them.
create table ingestion.refusal_count (
  tenant_id uuid not null, source_id uuid not null, minute timestamptz not null, code int not null, requests bigint not null,
  primary key (tenant_id, source_id, minute, code)
);
-- Bodies that no repeat can mend; clients drop them after a 400, so the door keeps the evidence.
create table ingestion.refused_body (
  tenant_id uuid not null, id uuid not null, source_id uuid not null, at timestamptz not null, code int not null, reason text not null,
  sha256 text not null, body bytea not null, is_truncated boolean not null, primary key (tenant_id, id)
);
-- What became of each batch, as detection tells it: the other side of the balance, and what metering stands on.
create table ingestion.ledger (
  tenant_id uuid not null, source_id uuid not null, batch_id uuid not null, log_partition int not null, log_position bigint not null,
  is_duplicate boolean not null, received_at timestamptz not null, stored bigint not null, quarantined bigint not null, duplicates bigint not null,
  findings bigint not null, wire_bytes bigint not null, raw_bytes bigint not null, first_event_at timestamptz, last_event_at timestamptz,
  primary key (tenant_id, source_id, log_partition, log_position)
);
create index ledger_received on ingestion.ledger (tenant_id, received_at);

select guard.protect('ingestion.tenant');
select guard.protect('ingestion.source');
select guard.protect('ingestion.credential');
select guard.protect('ingestion.batch_key');
select guard.protect('ingestion.door_count');
select guard.protect('ingestion.refusal_count');
select guard.protect('ingestion.refused_body');
select guard.protect('ingestion.ledger');
grant select, insert, update on ingestion.tenant, ingestion.source, ingestion.credential, ingestion.batch_key, ingestion.door_count,
  ingestion.refusal_count, ingestion.ledger to svc_ingestion;
grant delete on ingestion.batch_key to svc_ingestion;
grant select, insert on ingestion.refused_body to svc_ingestion;

-- A sender names only its credential's public id; this one function says whose it is. It answers a keyed hash, never a secret.
create function ingestion.holder_of(wanted text) returns table (
  tenant_id uuid, source_id uuid, source_number int, parser text, time_zone text, credential_id uuid, secret_hash text, state text, enabled boolean,
  tenant_state text, events_per_sec int, bytes_per_day bigint
) stable security definer set search_path = '' language sql as $$
  select c.tenant_id, c.source_id, s.source_number, s.parser, s.time_zone, c.id, c.secret_hash, c.state, s.enabled, t.state, t.events_per_sec, t.bytes_per_day
  from ingestion.credential c
  join ingestion.source s on s.tenant_id = c.tenant_id and s.id = c.source_id
  join ingestion.tenant t on t.tenant_id = c.tenant_id
  where c.public_id = wanted
$$;
grant usage, create on schema ingestion to guard_keeper;
grant select on ingestion.credential, ingestion.source, ingestion.tenant to guard_keeper;
alter function ingestion.holder_of(text) owner to guard_keeper;
revoke create on schema ingestion from guard_keeper;
revoke all on function ingestion.holder_of(text) from public;
grant execute on function ingestion.holder_of(text) to svc_ingestion;
