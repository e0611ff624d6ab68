-- Findings, the cases they form, and what people do with them. Design: docs/glossary.md (finding, case), service levels, section 3.1.
create schema cases;
grant usage on schema cases to svc_cases;

create function cases.severity_rank(severity text) returns smallint immutable parallel safe language sql set search_path = '' as
  $$ select case severity when 'critical' then 5 when 'high' then 4 when 'medium' then 3 when 'low' then 2 else 1 end::smallint $$;

-- The names of a tenant, as `tenants` announced them: a row of the queue says whose it is without a further call.
create table cases.tenant (tenant_id uuid primary key, slug text not null, code text not null, name text not null);
-- Last case number of each tenant. A rolled-back opening gives its number back, so the numbers have no gaps.
create table cases.counter (tenant_id uuid primary key, last_number int not null);

create table cases.finding (
  tenant_id uuid not null, id uuid not null, source_id uuid not null, batch_id uuid not null, seq bigint not null, content_version text not null,
  rule_id text not null, rule_title text not null,
  rule_level text not null check (rule_level in ('informational', 'low', 'medium', 'high', 'critical')),
  tactics text[] not null, techniques text[] not null, rule_author text not null, rule_license text not null,
  occurred_at timestamptz not null, received_at timestamptz not null, created_at timestamptz not null,
  host text not null, user_name text not null, summary text not null, observables jsonb not null, group_key text not null,
  -- Null means that nobody judged it yet.
  verdict text check (verdict in ('false_positive', 'true_positive', 'disregard', 'suspicious', 'benign', 'test', 'insufficient_data',
    'security_risk', 'managed_externally', 'duplicate')),
  verdict_reason text, verdict_at timestamptz,
  check ((verdict is null) = (verdict_at is null)), primary key (tenant_id, id)
);
create index finding_newest on cases.finding (created_at desc, id desc);
create index finding_newest_of_tenant on cases.finding (tenant_id, created_at desc, id desc);
create index finding_newest_of_rule on cases.finding (tenant_id, rule_id, created_at desc, id desc);

create table cases.case_file (
  tenant_id uuid not null, id uuid not null, number int not null check (number > 0), title text not null,
  severity text not null check (severity in ('informational', 'low', 'medium', 'high', 'critical')),
  -- Highest level among the findings so far: only a higher one raises the severity again, so an analyst's lowering holds.
  top_level text not null check (top_level in ('informational', 'low', 'medium', 'high', 'critical')),
  status text not null check (status in ('new', 'in_progress', 'on_hold', 'resolved', 'closed')),
  hold_reason text check (hold_reason in ('customer', 'vendor', 'maintenance')),
  group_key text not null, group_hash bigint not null generated always as (hashtextextended(group_key, 0)) stored,
  finding_count int not null check (finding_count > 0),
  opened_at timestamptz not null, acknowledged_at timestamptz, resolved_at timestamptz, closed_at timestamptz, last_activity_at timestamptz not null,
  assignee_id uuid, assignee_name text,
  verdict text check (verdict in ('false_positive', 'true_positive', 'disregard', 'suspicious', 'benign', 'test', 'insufficient_data',
    'security_risk', 'managed_externally', 'duplicate')),
  verdict_reason text,
  version int not null check (version > 0),
  -- Place in the queue: what needs work first, by severity, then what waits to be closed, then the closed.
  queue_rank smallint not null generated always as
    (case status when 'closed' then 20 when 'resolved' then 10 else 0 end + 5 - cases.severity_rank(severity)) stored,
  check ((status = 'on_hold') = (hold_reason is not null)),
  check ((status = 'closed') = (closed_at is not null)),
  check ((status in ('resolved', 'closed')) = (resolved_at is not null)),
  check (status <> 'closed' or (verdict is not null and acknowledged_at is not null)),
  check ((verdict is null) = (verdict_reason is null)),
  check ((assignee_id is null) = (assignee_name is null)),
  primary key (tenant_id, id), unique (tenant_id, number)
) with (fillfactor = 80);
-- The queue over many tenants is read in its order from the first index, that of few tenants from the second.
create index case_queue on cases.case_file (queue_rank, opened_at, id);
create index case_queue_of_tenant on cases.case_file (tenant_id, queue_rank, opened_at, id);
create index case_open_group on cases.case_file (tenant_id, group_hash, opened_at desc) where status in ('new', 'in_progress', 'on_hold');

create table cases.case_finding (
  tenant_id uuid not null, case_id uuid not null, finding_id uuid not null, added_at timestamptz not null,
  primary key (tenant_id, case_id, finding_id), unique (tenant_id, finding_id),
  foreign key (tenant_id, case_id) references cases.case_file (tenant_id, id),
  foreign key (tenant_id, finding_id) references cases.finding (tenant_id, id)
);
create index case_finding_order on cases.case_finding (tenant_id, case_id, added_at, finding_id);

create table cases.comment (
  tenant_id uuid not null, id uuid not null, case_id uuid not null, created_at timestamptz not null, author_id uuid not null, author_name text not null,
  is_internal boolean not null default true, body text not null, primary key (tenant_id, id),
  foreign key (tenant_id, case_id) references cases.case_file (tenant_id, id)
);
create index comment_order on cases.comment (tenant_id, case_id, created_at, id);

-- What happened to a case, append only. `note` holds people's words and therefore stands only on internal entries.
create table cases.timeline_entry (
  tenant_id uuid not null, id uuid not null, case_id uuid not null, happened_at timestamptz not null, version int not null,
  kind text not null check (kind in ('opened', 'acknowledged', 'assigned', 'severity_changed', 'status_changed', 'verdict_set', 'commented', 'noted', 'closed')),
  actor_kind text not null, actor_id text not null, actor_name text not null, is_internal boolean not null default true,
  from_value text, to_value text, note text check (note is null or is_internal), primary key (tenant_id, id),
  foreign key (tenant_id, case_id) references cases.case_file (tenant_id, id)
);
create index timeline_order on cases.timeline_entry (tenant_id, case_id, happened_at, version, id);

select guard.protect('cases.tenant');
select guard.protect('cases.counter');
select guard.protect('cases.finding');
select guard.protect('cases.case_file');
select guard.protect('cases.case_finding');
select guard.protect('cases.comment', 'is_internal');
select guard.protect('cases.timeline_entry', 'is_internal');
grant select, insert, update on cases.tenant, cases.counter, cases.case_file to svc_cases;
grant select, insert on cases.finding, cases.case_finding, cases.comment, cases.timeline_entry to svc_cases;
grant update (verdict, verdict_reason, verdict_at) on cases.finding to svc_cases;

-- A closed case is read-only, whatever a service may try.
create function cases.refuse_closed() returns trigger language plpgsql set search_path = '' as $$
begin
  raise exception 'a closed case is read-only' using errcode = 'integrity_constraint_violation';
end $$;
create trigger closed_is_final before update on cases.case_file for each row when (old.status = 'closed') execute function cases.refuse_closed();

-- What a reader may see of a case. For a client company the assignee stays away, and the verdict with its reason until the case is
-- closed: before that it is an opinion at work. Each sub-select is evaluated once per statement.
create view cases.case_seen with (security_invoker = true) as
select c.tenant_id, t.slug as tenant_slug, t.code as tenant_code, t.name as tenant_name, c.id, c.number, c.title, c.severity, c.status, c.hold_reason,
  c.group_key, c.finding_count, c.opened_at, c.acknowledged_at, c.resolved_at, c.closed_at, c.last_activity_at, c.version, c.queue_rank,
  case when (select guard.audience() in ('staff', 'system')) then c.assignee_id end as assignee_id,
  case when (select guard.audience() in ('staff', 'system')) then c.assignee_name end as assignee_name,
  case when c.status = 'closed' or (select guard.audience() in ('staff', 'system')) then c.verdict end as verdict,
  case when c.status = 'closed' or (select guard.audience() in ('staff', 'system')) then c.verdict_reason end as verdict_reason
from cases.case_file c left join cases.tenant t on t.tenant_id = c.tenant_id;

create view cases.finding_seen with (security_invoker = true) as
select f.tenant_id, t.slug as tenant_slug, t.code as tenant_code, t.name as tenant_name, f.id, m.case_id, m.added_at, f.source_id, f.batch_id, f.seq,
  f.content_version, f.rule_id, f.rule_title, f.rule_level, f.tactics, f.techniques, f.rule_author, f.rule_license, f.occurred_at, f.received_at,
  f.created_at, f.host, f.user_name, f.summary, f.observables, f.group_key,
  case when c.status = 'closed' or (select guard.audience() in ('staff', 'system')) then f.verdict end as verdict,
  case when c.status = 'closed' or (select guard.audience() in ('staff', 'system')) then f.verdict_reason end as verdict_reason,
  case when c.status = 'closed' or (select guard.audience() in ('staff', 'system')) then f.verdict_at end as verdict_at
from cases.finding f
left join cases.tenant t on t.tenant_id = f.tenant_id
left join cases.case_finding m on m.tenant_id = f.tenant_id and m.finding_id = f.id
left join cases.case_file c on c.tenant_id = m.tenant_id and c.id = m.case_id;
grant select on cases.case_seen, cases.finding_seen to svc_cases;

-- Takes one finding of the written tenant in and gives it its case, in one round trip, because findings come by the hundred a second.
-- The lock makes two findings of one key wait for each other; each statement below sees what the other committed meanwhile.
create function cases.take_in(f jsonb, new_title text)
returns table (outcome text, case_id uuid, number int, version int, severity text, status text, title text, raised_from text)
volatile language plpgsql set search_path = '' as $$
#variable_conflict use_column
declare
  written uuid := guard.written();
  at timestamptz := guard.now();
  key text := f ->> 'groupKey';
  level text := f #>> '{rule,level}';
  finding uuid := (f ->> 'findingId')::uuid;
  c cases.case_file;
  raised text;
begin
  insert into cases.finding (tenant_id, id, source_id, batch_id, seq, content_version, rule_id, rule_title, rule_level, tactics, techniques, rule_author,
    rule_license, occurred_at, received_at, created_at, host, user_name, summary, observables, group_key)
  values (written, finding, (f ->> 'sourceId')::uuid, (f ->> 'batchId')::uuid, (f ->> 'seq')::bigint, f ->> 'contentVersion', f #>> '{rule,id}',
    f #>> '{rule,title}', level, array(select jsonb_array_elements_text(f #> '{rule,tactics}')), array(select jsonb_array_elements_text(f #> '{rule,techniques}')),
    f #>> '{rule,author}', f #>> '{rule,license}', (f ->> 'occurredAt')::timestamptz, (f ->> 'receivedAt')::timestamptz, (f ->> 'createdAt')::timestamptz,
    f ->> 'host', f ->> 'user', f ->> 'summary', f -> 'observables', key)
  on conflict do nothing;
  if not found then
    return query select 'known', null::uuid, null::int, null::int, null::text, null::text, null::text, null::text;
    return;
  end if;

  perform pg_advisory_xact_lock(hashtextextended(written::text || key, 20261122000700));
  select * into c from cases.case_file o
  where o.tenant_id = written and o.group_hash = hashtextextended(key, 0) and o.group_key = key and o.status in ('new', 'in_progress', 'on_hold')
    and o.opened_at > at - interval '24 hours'
  order by o.opened_at desc, o.id desc limit 1 for update;

  if c.id is null then
    with next as (
      insert into cases.counter as k (tenant_id, last_number) values (written, 1)
      on conflict (tenant_id) do update set last_number = k.last_number + 1 returning last_number)
    insert into cases.case_file (tenant_id, id, number, title, severity, top_level, status, group_key, finding_count, opened_at, last_activity_at, version)
    select written, uuidv7(), next.last_number, new_title, level, level, 'new', key, 1, at, at, 1 from next
    returning * into c;
    insert into cases.timeline_entry (tenant_id, id, case_id, happened_at, version, kind, actor_kind, actor_id, actor_name, is_internal, to_value)
    values (written, uuidv7(), c.id, at, 1, 'opened', 'service', 'cases', 'cases', false, level);
    outcome := 'opened';
  else
    if cases.severity_rank(level) > greatest(cases.severity_rank(c.top_level), cases.severity_rank(c.severity)) then raised := c.severity; end if;
    update cases.case_file o set finding_count = o.finding_count + 1, last_activity_at = at,
      top_level = case when cases.severity_rank(level) > cases.severity_rank(o.top_level) then level else o.top_level end,
      severity = case when raised is null then o.severity else level end, version = o.version + (raised is not null)::int
    where o.tenant_id = written and o.id = c.id returning * into c;
    if raised is not null then
      insert into cases.timeline_entry (tenant_id, id, case_id, happened_at, version, kind, actor_kind, actor_id, actor_name, is_internal, from_value, to_value)
      values (written, uuidv7(), c.id, at, c.version, 'severity_changed', 'service', 'cases', 'cases', false, raised, level);
    end if;
    outcome := 'joined';
  end if;
  insert into cases.case_finding (tenant_id, case_id, finding_id, added_at) values (written, c.id, finding, at);
  return query select outcome, c.id, c.number, c.version, c.severity, c.status, c.title, raised;
end $$;
revoke all on function cases.take_in(jsonb, text), cases.refuse_closed() from public;
grant execute on function cases.take_in(jsonb, text), cases.refuse_closed() to svc_cases;
