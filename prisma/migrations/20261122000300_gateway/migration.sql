-- The gateway keeps only idempotency keys: the same key of the same tenant gets the answer of the first call.
create schema gateway;
grant usage on schema gateway to svc_gateway;
create table gateway.idempotency_key (
  tenant_id uuid not null, key text not null, operation text not null, request_hash text not null, answer jsonb,
  created_at timestamptz not null default now(), primary key (tenant_id, operation, key)
);
select guard.protect('gateway.idempotency_key');
grant select, insert, update, delete on gateway.idempotency_key to svc_gateway;
