-- The usage ledger, the agreements it is rated by, invoices with their lines, and each issuer's gap-free numbers.
create schema billing;
grant usage on schema billing to svc_billing;

-- What `tenants` announced, by version: a period is rated by the version that was in force when it ended.
create table billing.agreement (
  tenant_id uuid not null, version int not null, agreement_id uuid not null, plan text not null, currency text not null check (currency ~ '^[A-Z]{3}$'),
  time_zone text not null, language text not null check (language in ('ja', 'en')), billing_name text not null, starts_on date not null,
  in_force_at timestamptz not null, primary key (tenant_id, version)
);

-- One row per metered event; the first seen of a key counts and a correction is a row of its own. Nobody may change or delete one.
create table billing.usage_entry (
  tenant_id uuid not null, source text not null check (source in ('ingestion', 'tenants')), id uuid not null,
  -- Order of recording. Recording and drafting exclude each other per tenant, so "up to this number" names the same rows for ever.
  sequence bigint generated always as identity,
  meter text not null check (meter in ('ingest_bytes', 'source', 'user')), subject text not null, quantity numeric not null, event_at timestamptz not null,
  recorded_at timestamptz not null, reference text not null, correction_of uuid,
  primary key (tenant_id, source, id), unique (tenant_id, sequence),
  foreign key (tenant_id, source, correction_of) references billing.usage_entry (tenant_id, source, id)
);
create index usage_entry_period on billing.usage_entry (tenant_id, meter, event_at);

-- Who sends the invoices: a row of the provider's own tenant. Without a registration number no document of it is a qualified invoice.
create table billing.issuer (
  tenant_id uuid primary key, name text not null, address text not null, name_en text, address_en text, registration_number text check (registration_number ~ '^T[0-9]{13}$'),
  number_prefix text not null check (number_prefix ~ '^[A-Z0-9-]{1,12}$'), last_number bigint not null default 0, seeded_at timestamptz not null
);
-- Every number that an issuer gave, and to what: the proof that there is no gap and no double.
create table billing.issued_number (
  tenant_id uuid not null, number bigint not null, customer_tenant_id uuid not null, invoice_id uuid not null, issued_at timestamptz not null,
  primary key (tenant_id, number), unique (tenant_id, customer_tenant_id, invoice_id), foreign key (tenant_id) references billing.issuer (tenant_id)
);

create table billing.invoice (
  tenant_id uuid not null, id uuid not null, period text not null check (period ~ '^[0-9]{4}-[0-9]{2}$'), status text not null check (status in ('draft', 'final')),
  version int not null, data_version text not null, number text, is_to_date boolean not null,
  first_day date not null, end_day date not null, starts_at timestamptz not null, ends_at timestamptz not null, time_zone text not null,
  language text not null check (language in ('ja', 'en')), currency text not null, minor int not null, plan text not null, price_version int not null,
  agreement_version int not null, buyer_name text not null,
  issuer_id uuid not null, issuer_name text not null, issuer_address text not null, issuer_registration_number text,
  subtotal_minor bigint not null, tax_minor bigint not null, total_minor bigint not null, ledger_through bigint not null,
  drafted_at timestamptz not null, issued_on date, finalised_at timestamptz,
  file_name text, file_sha256 text, file_bytes int, file_pages int,
  primary key (tenant_id, id), unique (tenant_id, period), unique (tenant_id, issuer_id, number),
  foreign key (tenant_id, agreement_version) references billing.agreement (tenant_id, version),
  check (total_minor = subtotal_minor + tax_minor), check (total_minor >= 0), check (first_day < end_day), check (starts_at < ends_at),
  check ((status = 'final') = (number is not null) and (status = 'final') = (finalised_at is not null) and (status = 'final') = (issued_on is not null)),
  check (status = 'draft' or not is_to_date)
);

-- A line's usage is a span of the ledger: its meter's rows with an event time in [usage_from_at, usage_until_at) and a sequence in
-- (ledger_after, ledger_through]. The ledger never changes, so the span always names the same rows.
create table billing.invoice_line (
  tenant_id uuid not null, id uuid not null, invoice_id uuid not null, position int not null, kind text not null check (kind in ('period', 'late')),
  meter text not null check (meter in ('plan_fee', 'ingest_gb', 'source', 'user')), measured_quantity numeric not null, included_quantity numeric not null,
  quantity numeric not null, unit text not null check (unit in ('month', 'GB', 'source', 'user')), unit_price numeric not null, amount_minor bigint not null,
  tax_category text not null, tax_rate numeric not null, price_version int not null, usage_period text not null,
  usage_from_at timestamptz not null, usage_until_at timestamptz not null, ledger_after bigint not null, ledger_through bigint not null,
  primary key (tenant_id, id), unique (tenant_id, invoice_id, position), foreign key (tenant_id, invoice_id) references billing.invoice (tenant_id, id)
);
create table billing.invoice_tax (
  tenant_id uuid not null, invoice_id uuid not null, position int not null, tax_category text not null, tax_rate numeric not null,
  taxable_minor bigint not null, tax_minor bigint not null,
  primary key (tenant_id, invoice_id, position), foreign key (tenant_id, invoice_id) references billing.invoice (tenant_id, id)
);

select guard.protect('billing.agreement');
select guard.protect('billing.usage_entry');
select guard.protect('billing.issuer');
select guard.protect('billing.issued_number');
select guard.protect('billing.invoice');
select guard.protect('billing.invoice_line');
select guard.protect('billing.invoice_tax');
grant select, insert on billing.agreement, billing.usage_entry to svc_billing;
grant select, insert, update on billing.invoice to svc_billing;
grant select, insert, delete on billing.invoice_line, billing.invoice_tax to svc_billing;
-- The issuer's counter moves only inside the function below.
grant select, insert on billing.issuer to svc_billing;
grant update (name, address, name_en, address_en, registration_number) on billing.issuer to svc_billing;
grant select on billing.issued_number to svc_billing;

-- A final invoice never changes again; only where its file is kept is noted once.
create function billing.keep_final_invoice() returns trigger language plpgsql set search_path = '' as $$
declare
  kept jsonb := to_jsonb(old) - array['file_name', 'file_sha256', 'file_bytes', 'file_pages'];
begin
  if old.status <> 'final' then return new; end if;
  if old.file_name is null and to_jsonb(new) - array['file_name', 'file_sha256', 'file_bytes', 'file_pages'] = kept then return new; end if;
  raise exception 'a final invoice is immutable' using errcode = 'restrict_violation';
end $$;
create function billing.keep_final_parts() returns trigger language plpgsql set search_path = '' as $$
declare
  part record;
begin
  if tg_op = 'DELETE' then part := old; else part := new; end if;
  if exists (select from billing.invoice i where i.tenant_id = part.tenant_id and i.id = part.invoice_id and i.status = 'final') then
    raise exception 'a final invoice is immutable' using errcode = 'restrict_violation';
  end if;
  return part;
end $$;
create trigger keep_final before update on billing.invoice for each row execute function billing.keep_final_invoice();
create trigger keep_final before insert or delete on billing.invoice_line for each row execute function billing.keep_final_parts();
create trigger keep_final before insert or delete on billing.invoice_tax for each row execute function billing.keep_final_parts();

-- An invoice names its issuer, whose row belongs to the provider: this function shows what stands on every invoice anyway.
create function billing.issuer_facts() returns table (issuer_id uuid, name text, address text, name_en text, address_en text, registration_number text) stable security definer
  set search_path = '' language sql as $$
  select i.tenant_id, i.name, i.address, i.name_en, i.address_en, i.registration_number from billing.issuer i order by i.seeded_at, i.tenant_id limit 1
$$;
-- The next number of an issuer for an invoice of the written tenant. The issuer's row stays locked until the caller commits, so numbers
-- are given in order of commit; a rollback gives the number back, and a repeat for the same invoice answers the same one.
create function billing.take_number(issuer uuid, invoice uuid) returns text volatile security definer set search_path = '' language plpgsql as $$
declare
  prefix text;
  taken bigint;
begin
  select i.number_prefix, i.last_number + 1 into prefix, taken from billing.issuer i where i.tenant_id = issuer for update;
  if not found then return null; end if;
  if exists (select from billing.issued_number n where n.tenant_id = issuer and n.customer_tenant_id = guard.written() and n.invoice_id = invoice) then
    select n.number into taken from billing.issued_number n where n.tenant_id = issuer and n.customer_tenant_id = guard.written() and n.invoice_id = invoice;
  else
    update billing.issuer i set last_number = taken where i.tenant_id = issuer;
    insert into billing.issued_number (tenant_id, number, customer_tenant_id, invoice_id, issued_at) values (issuer, taken, guard.written(), invoice, guard.now());
  end if;
  return prefix || lpad(taken::text, greatest(6, length(taken::text)), '0');
end $$;
grant usage, create on schema billing to guard_keeper;
grant select, update (last_number) on billing.issuer to guard_keeper;
grant select, insert on billing.issued_number to guard_keeper;
alter function billing.issuer_facts() owner to guard_keeper;
alter function billing.take_number(uuid, uuid) owner to guard_keeper;
revoke create on schema billing from guard_keeper;
revoke all on function billing.issuer_facts(), billing.take_number(uuid, uuid) from public;
grant execute on function billing.issuer_facts(), billing.take_number(uuid, uuid) to svc_billing;
