-- What became of each batch, what each tenant switched off, and the group of batches that an insert into the lake holds.
create schema detection;
grant usage on schema detection to svc_detection;

create table detection.outcome (
  tenant_id uuid not null, source_id uuid not null, batch_id uuid not null, log_partition smallint not null, log_position bigint not null, door text not null,
  received_at timestamptz not null, sha256 text not null, wire_bytes bigint not null, raw_bytes bigint not null, stored int not null, quarantined int not null,
  findings int not null, first_event_at timestamptz, last_event_at timestamptz, content_version text not null, processed_at timestamptz not null,
  primary key (tenant_id, source_id, batch_id)
);
-- A client's retry is the same batch at another position of the log: it is counted once here and never stored again.
create table detection.duplicate (
  tenant_id uuid not null, source_id uuid not null, batch_id uuid not null, log_partition smallint not null, log_position bigint not null, records int not null,
  at timestamptz not null, primary key (tenant_id, log_partition, log_position)
);
create table detection.rule_override (
  tenant_id uuid not null, rule_id text not null, is_disabled boolean not null, reason text not null, changed_by uuid not null, changed_at timestamptz not null,
  primary key (tenant_id, rule_id)
);
select guard.protect('detection.outcome');
select guard.protect('detection.duplicate');
select guard.protect('detection.rule_override');
grant select, insert on detection.outcome, detection.duplicate to svc_detection;
grant select, insert, update on detection.rule_override to svc_detection;

-- The batches whose rows one lake insert holds, by positions of the log, noted before the insert: after a crash the same group is sent again
-- under the same token. It names positions and no tenant, so it stands on the exempt list.
create table detection.insert_group (partition smallint primary key, first_position bigint not null, last_position bigint not null, noted_at timestamptz not null default now());
grant select, insert, update on detection.insert_group to svc_detection;
