-- Cluster roles of Yagura, made once by a superuser before the migrations (all-in-one: at every start; distributed: by the operator).
-- Log-in roles get their passwords from the installation's keys, never from here.
do $$
declare
  service text;
begin
  -- Owns the database and runs migrations; no service signs in as it.
  if not exists (select from pg_roles where rolname = 'yagura_owner') then
    create role yagura_owner login createdb;
  end if;
  -- Owns the few definer functions that look across tenants; nobody can sign in as it and it alone is exempt from row security.
  if not exists (select from pg_roles where rolname = 'guard_keeper') then
    create role guard_keeper nologin bypassrls;
    grant guard_keeper to yagura_owner with inherit false, set true;
  end if;
  -- One role per service, and one for each job that reads the lanes or chains the audit entries. None owns anything or is exempt.
  foreach service in array array['svc_gateway', 'svc_tenants', 'svc_ingestion', 'svc_detection', 'svc_cases', 'svc_sla', 'svc_reporting',
    'svc_billing', 'svc_integrations', 'svc_identity', 'lane_relay', 'lane_log_reader', 'audit_sequencer'] loop
    if not exists (select from pg_roles where rolname = service) then
      execute format('create role %I login nosuperuser nocreatedb nocreaterole nobypassrls noinherit', service);
    end if;
  end loop;
end $$;
