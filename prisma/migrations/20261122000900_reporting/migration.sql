-- What reports are made of, as the events of other services tell it, and the records of the reports that were made.
-- Every table bears facts that arrive in any order: a fact names its own instant or version, and an older one never hides a newer one.
create schema reporting;
grant usage on schema reporting to svc_reporting;

-- How far a tenant's read model has come: `events` counts what was applied, `watermark_at` is the newest instant that an event was published at.
create table reporting.read_model (tenant_id uuid primary key, events bigint not null, watermark_at timestamptz not null);

create table reporting.tenant (
  tenant_id uuid primary key, slug text, code text, name text, agreement_version int not null, plan text not null,
  service_mode text not null check (service_mode in ('MDR', 'MSSP')), language text not null check (language in ('ja', 'en')), time_zone text not null,
  sla_policy_name text not null, sla_calendar text not null
);
create table reporting.source (
  tenant_id uuid not null, id uuid not null, name text, kind text, critical boolean, added_at timestamptz, disabled_at timestamptz,
  switched_at timestamptz, primary key (tenant_id, id)
);
-- Quarter hours, because the days of every zone in use begin at one of them.
create table reporting.batch_count (
  tenant_id uuid not null, source_id uuid not null, quarter_at timestamptz not null, batches bigint not null, stored bigint not null, quarantined bigint not null,
  duplicates bigint not null, raw_bytes bigint not null, last_received_at timestamptz not null, primary key (tenant_id, source_id, quarter_at)
);
create index batch_count_quarter on reporting.batch_count (tenant_id, quarter_at);

create table reporting.finding (
  tenant_id uuid not null, id uuid not null, source_id uuid not null, rule_id text not null, rule_title text not null,
  level text not null check (level in ('informational', 'low', 'medium', 'high', 'critical')), tactics text[] not null, techniques text[] not null,
  occurred_at timestamptz not null, created_at timestamptz not null, host text not null, primary key (tenant_id, id)
);
create index finding_created on reporting.finding (tenant_id, created_at);
create table reporting.case_finding (
  tenant_id uuid not null, finding_id uuid not null, case_id uuid not null, primary key (tenant_id, finding_id)
);
create index case_finding_case on reporting.case_finding (tenant_id, case_id);
create table reporting.case_head (
  tenant_id uuid not null, id uuid not null, number int not null, version int not null, title text not null, opened_at timestamptz, closed_at timestamptz,
  last_at timestamptz not null, primary key (tenant_id, id)
);
create index case_head_last on reporting.case_head (tenant_id, last_at);
-- The history of a case as its events tell it; a report folds it up to its own instant.
create table reporting.case_event (
  tenant_id uuid not null, case_id uuid not null, version int not null,
  kind text not null check (kind in ('opened', 'acknowledged', 'severity_changed', 'status_changed', 'verdict_set', 'closed')), at timestamptz not null,
  severity text not null, status text not null, from_value text, detail text, finding_ids uuid[] not null default '{}',
  primary key (tenant_id, case_id, version, kind)
);
create table reporting.sla_clock (
  tenant_id uuid not null, id uuid not null, case_id uuid not null, metric text not null check (metric in ('acknowledge', 'resolve')), severity text not null,
  target_sec int not null, state text not null, outcome text not null check (outcome in ('pending', 'met', 'breached', 'cancelled')), due_at timestamptz,
  elapsed_sec double precision not null, sequence int not null, changed_at timestamptz not null, started_at timestamptz not null,
  met_at timestamptz, met_sequence int, breached_at timestamptz, breach_sequence int, primary key (tenant_id, id)
);
create index sla_clock_case on reporting.sla_clock (tenant_id, case_id);

-- One row per report that was made; its bytes are in the file store under the report's id. The same data of a period is the same report.
create table reporting.report (
  tenant_id uuid not null, id uuid not null, period text not null check (period ~ '^\d{4}-\d{2}$'), is_final boolean not null, version int not null,
  language text not null check (language in ('ja', 'en')), time_zone text not null, from_at timestamptz not null, until_at timestamptz not null,
  as_of_at timestamptz not null, data_version text not null, schema_version int not null, model_events bigint not null, generated_at timestamptz not null,
  pages int not null, pdf_sha256 text not null, pdf_bytes bigint not null, json_sha256 text not null, json_bytes bigint not null,
  primary key (tenant_id, id), unique (tenant_id, period, version)
);
create index report_listed on reporting.report (tenant_id, generated_at desc, id desc);

select guard.protect('reporting.read_model');
select guard.protect('reporting.tenant');
select guard.protect('reporting.source');
select guard.protect('reporting.batch_count');
select guard.protect('reporting.finding');
select guard.protect('reporting.case_finding');
select guard.protect('reporting.case_head');
select guard.protect('reporting.case_event');
select guard.protect('reporting.sla_clock');
select guard.protect('reporting.report');
grant select, insert, update on reporting.read_model, reporting.tenant, reporting.source, reporting.batch_count, reporting.case_head, reporting.sla_clock to svc_reporting;
grant select, insert on reporting.finding, reporting.case_finding, reporting.case_event, reporting.report to svc_reporting;
