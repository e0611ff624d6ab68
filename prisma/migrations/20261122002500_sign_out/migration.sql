-- When a person last left: access tokens that were issued at or before this instant are refused. Real time, since it is compared with an
-- issuer's clock; a token's time is in whole seconds, so one of the same second counts as older.
alter table tenants.app_user add column signed_out_at timestamptz;
grant select (signed_out_at) on tenants.app_user to guard_keeper;

-- The same answer as before with one more column. The shape of an answer cannot be changed in place; its owner makes room for the new one.
set local role guard_keeper;
drop function tenants.memberships_of(text, text);
reset role;
create function tenants.memberships_of(wanted_issuer text, wanted_subject text)
returns table (user_id uuid, name text, audience text, home_tenant_id uuid, signed_out_at timestamptz, tenant_id uuid, roles text[], tenant_state text)
stable security definer set search_path = '' language sql as $$
  select u.id, u.display_name, u.audience, u.tenant_id, u.signed_out_at, g.tenant_id, g.roles, g.state
  from tenants.app_user u
  left join lateral (
    select m.tenant_id, m.roles, t.state from tenants.membership m join tenants.tenant t on t.tenant_id = m.tenant_id
    where m.user_id = u.id and m.home_tenant_id = u.tenant_id and m.is_active and (t.state = 'active' or (t.state = 'onboarding' and u.audience = 'staff'))
  ) g on true
  where u.issuer = wanted_issuer and u.subject = wanted_subject and u.is_active
$$;
revoke all on function tenants.memberships_of(text, text) from public;
grant execute on function tenants.memberships_of(text, text) to svc_tenants;
grant create on schema tenants to guard_keeper;
alter function tenants.memberships_of(text, text) owner to guard_keeper;
revoke create on schema tenants from guard_keeper;
