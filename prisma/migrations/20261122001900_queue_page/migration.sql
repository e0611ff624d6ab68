-- One page of the queue by statements whose plans are kept. PostgreSQL keeps the plans of a function's statements for the life of a
-- connection, in a place where no service can put another one; a plan made anew for each page costs as much as reading it.
-- Beside it what a screen filters by (several statuses and severities, cases that nobody works on, words), and how many there are.

-- What a row of the queue shows, by place and not by name: names beside every value are half of the bytes. For a client company the
-- assignee stays away, and the verdict until the case is closed, as in cases.case_seen. Inlined by the planner.
create function cases.queue_cells(c cases.case_file, is_staff boolean) returns json stable language sql
return json_build_array(
  c.queue_rank, c.opened_at, c.id, c.tenant_id, c.number, c.title, c.severity, c.status, c.hold_reason, c.group_key, c.finding_count,
  c.acknowledged_at, c.resolved_at, c.closed_at, c.last_activity_at, c.version,
  case when is_staff then c.assignee_id end, case when is_staff then c.assignee_name end,
  case when is_staff or c.status = 'closed' then c.verdict end, case when is_staff or c.status = 'closed' then c.verdict_reason end);

-- True for a case that the filter lets through; null lets every case through. Who works on a case is the provider's matter, so for a client
-- company both questions about it are answered by no case at all. Inlined by the planner.
create function cases.queue_keeps(c cases.case_file, is_staff boolean, statuses text[], severities text[], assignee uuid, is_unassigned boolean, words text)
returns boolean immutable language sql
return (statuses is null or c.status = any (statuses)) and (severities is null or c.severity = any (severities))
  and (assignee is null or (is_staff and c.assignee_id = assignee)) and (not is_unassigned or (is_staff and c.assignee_id is null))
  and (words is null or position(lower(words) in lower(c.title)) > 0 or position(lower(words) in lower(c.group_key)) > 0 or words in (c.number::text, '#' || c.number));

-- Up to `cap` rows behind a place, or from the beginning, and the names of their tenants. `scope` is what the caller may read: the rows
-- are bounded by it, and by row security again. A kept plan knows no values, so each road has a statement of its own, and sorting is off
-- so that the planner takes it: a few tenants are read from each one's own index, many from the index over all, past others' cases.
create function cases.queue_page(scope uuid[], after_rank smallint, after_opened timestamptz, after_id uuid, statuses text[], severities text[],
  assignee uuid, is_unassigned boolean, words text, cap int)
returns json stable language plpgsql set search_path = '' set plan_cache_mode = 'force_generic_plan' set enable_sort = off as $$
declare
  is_staff boolean := coalesce(guard.audience() in ('staff', 'system'), false);
  rank smallint := coalesce(after_rank, -1);
  opened timestamptz := coalesce(after_opened, '-infinity');
  last_id uuid := coalesce(after_id, '00000000-0000-0000-0000-000000000000');
  rows json;
  owners uuid[];
begin
  if cardinality(scope) > 4 then
    select json_agg(page.cells), array_agg(page.tenant_id) into rows, owners from (
      select cases.queue_cells(c, is_staff) as cells, c.tenant_id
      from cases.case_file c
      where c.tenant_id = any (scope) and (c.queue_rank, c.opened_at, c.id) > (rank, opened, last_id)
        and cases.queue_keeps(c, is_staff, statuses, severities, assignee, is_unassigned, words)
      order by c.queue_rank, c.opened_at, c.id limit cap) page;
  else
    select json_agg(page.cells), array_agg(page.tenant_id) into rows, owners from (
      select mine.cells, mine.tenant_id from unnest(scope) as one (tenant_id) cross join lateral (
        select c.queue_rank, c.opened_at, c.id, cases.queue_cells(c, is_staff) as cells, c.tenant_id
        from cases.case_file c
        where c.tenant_id = one.tenant_id and (c.queue_rank, c.opened_at, c.id) > (rank, opened, last_id)
          and cases.queue_keeps(c, is_staff, statuses, severities, assignee, is_unassigned, words)
        order by c.queue_rank, c.opened_at, c.id limit cap) mine
      order by mine.queue_rank, mine.opened_at, mine.id limit cap) page;
  end if;
  return json_build_object('rows', coalesce(rows, '[]'),
    'tenants', (select json_agg(json_build_array(t.tenant_id, t.slug, t.code, t.name)) from cases.tenant t where t.tenant_id = any (owners)));
end $$;

-- How many cases the list has, counted up to `cap`.
create function cases.queue_count(scope uuid[], statuses text[], severities text[], assignee uuid, is_unassigned boolean, words text, cap int)
returns int stable language plpgsql set search_path = '' set plan_cache_mode = 'force_generic_plan' as $$
declare
  is_staff boolean := coalesce(guard.audience() in ('staff', 'system'), false);
begin
  return (select count(*)::int from (
    select 1 from cases.case_file c
    where c.tenant_id = any (scope) and cases.queue_keeps(c, is_staff, statuses, severities, assignee, is_unassigned, words) limit cap) counted);
end $$;

revoke all on function cases.queue_cells(cases.case_file, boolean), cases.queue_keeps(cases.case_file, boolean, text[], text[], uuid, boolean, text),
  cases.queue_page(uuid[], smallint, timestamptz, uuid, text[], text[], uuid, boolean, text, int),
  cases.queue_count(uuid[], text[], text[], uuid, boolean, text, int) from public;
grant execute on function cases.queue_cells(cases.case_file, boolean), cases.queue_keeps(cases.case_file, boolean, text[], text[], uuid, boolean, text),
  cases.queue_page(uuid[], smallint, timestamptz, uuid, text[], text[], uuid, boolean, text, int),
  cases.queue_count(uuid[], text[], text[], uuid, boolean, text, int) to svc_cases;
