-- Rights of functions that were given to guard_keeper before their rights were set: a revoke or grant by anyone but the owner only warns,
-- so everybody kept the right to call them. The owner sets them here: each is for the service of its schema, those of the audit log for
-- `tenants`, which shows a tenant its own chain. Later migrations set rights first and hand the function over last.
set local role guard_keeper;
do $$
declare
  given record;
begin
  for given in
    select p.oid::regprocedure as signature, 'svc_' || case n.nspname when 'audit' then 'tenants' else n.nspname end as service
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where p.proowner = 'guard_keeper'::regrole and p.proname <> 'telemetry_backlog'
  loop
    execute format('revoke all on function %s from public', given.signature);
    execute format('grant execute on function %s to %I', given.signature, given.service);
  end loop;
end $$;
reset role;
