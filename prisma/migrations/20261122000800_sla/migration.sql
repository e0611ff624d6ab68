-- Promises: the pinned copies of what was agreed, one clock per case and metric with its append-only history, and the timers that wake it.
create schema sla;
grant usage on schema sla to svc_sla;

-- A policy's version never changes. The calendar is kept as it read when the version arrived, so that no later edit rewrites an old result.
create table sla.policy (
  tenant_id uuid not null, policy_id uuid not null, version int not null, body jsonb not null, calendar jsonb not null, pinned_at timestamptz not null,
  primary key (tenant_id, policy_id, version)
);
-- The policy that new clocks are pinned to.
create table sla.agreement (
  tenant_id uuid not null primary key, agreement_version int not null, policy_id uuid not null, policy_version int not null,
  foreign key (tenant_id, policy_id, policy_version) references sla.policy (tenant_id, policy_id, version)
);

-- The few facts of a case that decide about its clocks; one pause log per case, shared by them.
create table sla.watched_case (
  tenant_id uuid not null, id uuid not null, number int not null,
  severity text not null check (severity in ('informational', 'low', 'medium', 'high', 'critical')),
  opened_at timestamptz not null, hold_reason text, acknowledged_at timestamptz, resolved_at timestamptz, closed_at timestamptz,
  primary key (tenant_id, id)
);

-- Everything from `sequence` on is a cache of what the history says: `sequence` is the newest entry, `evaluated_at` the instant of the question.
create table sla.clock (
  tenant_id uuid not null, id uuid not null, case_id uuid not null, case_number int not null,
  metric text not null check (metric in ('acknowledge', 'resolve')),
  severity text not null check (severity in ('informational', 'low', 'medium', 'high', 'critical')),
  policy_id uuid not null, policy_version int not null, calendar text not null, tz_version text not null, target_sec int not null check (target_sec > 0),
  started_at timestamptz not null,
  sequence int not null, state text not null check (state in ('not_started', 'running', 'paused', 'stopped', 'cancelled')),
  outcome text not null check (outcome in ('pending', 'met', 'breached', 'cancelled')),
  due_at timestamptz, elapsed_ms bigint not null, elapsed_pct numeric not null, warned_pct int not null, breached_at timestamptz, final_at timestamptz,
  evaluated_at timestamptz not null,
  primary key (tenant_id, id), unique (tenant_id, case_id, metric),
  foreign key (tenant_id, case_id) references sla.watched_case (tenant_id, id),
  foreign key (tenant_id, policy_id, policy_version) references sla.policy (tenant_id, policy_id, version),
  check ((outcome = 'pending') = (final_at is null)), check ((outcome = 'breached') = (breached_at is not null))
);
create index clock_by_start on sla.clock (tenant_id, started_at desc, id desc);
create index clock_by_end on sla.clock (tenant_id, final_at);

create table sla.clock_event (
  tenant_id uuid not null, clock_id uuid not null, sequence int not null,
  kind text not null check (kind in ('start', 'pause', 'resume', 'stop', 'reopen', 'retarget', 'cancel')),
  at timestamptz not null, recorded_at timestamptz not null, reason text, data jsonb not null default '{}',
  primary key (tenant_id, clock_id, sequence), foreign key (tenant_id, clock_id) references sla.clock (tenant_id, id),
  check (kind not in ('pause', 'resume') or reason is not null)
);

-- A wake-up and nothing more: whoever takes it asks the history again. `next_try_at` is real time, not business time: it delays what failed.
create table sla.timer (
  tenant_id uuid not null, clock_id uuid not null, kind text not null check (kind ~ '^(warn[1-9][0-9]?|due|breach|event)$'),
  policy_version int not null, sequence int not null, at timestamptz not null, fired_at timestamptz,
  attempts int not null default 0, next_try_at timestamptz not null default now(),
  primary key (tenant_id, clock_id, kind, policy_version, sequence), foreign key (tenant_id, clock_id) references sla.clock (tenant_id, id)
);
create index timer_waiting on sla.timer (at) where fired_at is null;

-- What has been told about a clock. The row is written with the event, so that nothing is told twice. `revision` is the history entry that
-- made it news again: a new target for warnings, a further stop for a kept promise; a breach has none and is told once.
create table sla.notice (
  tenant_id uuid not null, clock_id uuid not null, kind text not null check (kind ~ '^(warn[1-9][0-9]?|breach|met)$'), revision int not null,
  at timestamptz not null, noticed_at timestamptz not null,
  primary key (tenant_id, clock_id, kind, revision), foreign key (tenant_id, clock_id) references sla.clock (tenant_id, id)
);

select guard.protect('sla.policy');
select guard.protect('sla.agreement');
select guard.protect('sla.watched_case');
select guard.protect('sla.clock');
select guard.protect('sla.clock_event');
select guard.protect('sla.timer');
select guard.protect('sla.notice');
grant select, insert on sla.policy, sla.clock_event, sla.notice to svc_sla;
grant select, insert, update on sla.agreement, sla.watched_case, sla.clock to svc_sla;
grant select, insert, update, delete on sla.timer to svc_sla;

-- Timers of all tenants that are due or fall due within the second, earliest first; `wait_ms` says how long until then. The worker lets them be
-- due a moment after their instant. Row contents stay behind the walls.
create function sla.due_timers(cap int, grace_ms int) returns table (tenant_id uuid, clock_id uuid, kind text, at timestamptz, sequence int, wait_ms int)
stable security definer set search_path = '' language sql as $$
  select t.tenant_id, t.clock_id, t.kind, t.at, t.sequence, greatest(0, ceil(extract(epoch from t.at + grace_ms * interval '1 millisecond' - guard.now()) * 1000))::int
  from sla.timer t
  where t.fired_at is null and t.at <= guard.now() + interval '1 second' and t.next_try_at <= now() order by t.at limit least(cap, 500)
$$;
grant usage, create on schema sla to guard_keeper;
grant select (tenant_id, clock_id, kind, at, sequence, fired_at, next_try_at) on sla.timer to guard_keeper;
alter function sla.due_timers(int, int) owner to guard_keeper;
revoke create on schema sla from guard_keeper;
revoke all on function sla.due_timers(int, int) from public;
grant execute on function sla.due_timers(int, int) to svc_sla;
