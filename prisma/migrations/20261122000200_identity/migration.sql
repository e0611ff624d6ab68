-- State of the embedded identity provider. It knows people and clients, never tenants: none of these tables has a tenant_id, and
-- they are on the list of exempt tables with svc_identity as their one reader. Passwords, one-time passwords and client secrets are
-- stored as hashes only; signing keys are files outside the database, so a copy of the database alone can sign nothing.
create schema if not exists identity;

-- Sessions, grants, codes and refresh tokens of the protocol. The key is a hash of the value that a browser or a client holds.
create table identity.oidc_record (
  realm       text        not null,
  model       text        not null,
  id_hash     text        not null,
  payload     jsonb       not null,
  account     text,
  grant_id    text,
  uid         text,
  user_code   text,
  consumed_at timestamptz,
  expires_at  timestamptz,
  primary key (realm, model, id_hash)
);
create index oidc_record_grant on identity.oidc_record (realm, grant_id) where grant_id is not null;
create index oidc_record_account on identity.oidc_record (realm, account) where account is not null;
create index oidc_record_uid on identity.oidc_record (realm, uid) where uid is not null;
create index oidc_record_user_code on identity.oidc_record (realm, user_code) where user_code is not null;
create index oidc_record_expiry on identity.oidc_record (expires_at);

create table identity.account (
  subject    uuid        primary key,
  realm      text        not null check (realm in ('yagura', 'yagura-staff')),
  user_id    uuid        not null,
  username   text        not null check (username = lower(username) and length(username) between 1 and 128),
  email      text        not null,
  name       text        not null,
  locale     text        not null check (locale in ('ja', 'en')),
  is_enabled boolean     not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (realm, user_id),
  unique (realm, username)
);

-- One password per account; a one-time password ends at expires_at and must be replaced at the first sign-in.
create table identity.credential (
  subject     uuid        primary key references identity.account on delete cascade,
  scheme      text        not null check (scheme = 'scrypt'),
  params      jsonb       not null,
  salt        bytea       not null,
  hash        bytea       not null,
  is_one_time boolean     not null,
  expires_at  timestamptz,
  changed_at  timestamptz not null default now(),
  check (is_one_time = (expires_at is not null))
);

create table identity.organization (
  id         uuid        primary key,
  alias      text        not null unique check (alias ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  name       text        not null,
  created_at timestamptz not null default now()
);

create table identity.organization_member (
  organization_id uuid        not null references identity.organization on delete cascade,
  subject         uuid        not null references identity.account on delete cascade,
  created_at      timestamptz not null default now(),
  primary key (organization_id, subject)
);
create index organization_member_subject on identity.organization_member (subject);

create table identity.client (
  realm                     text        not null check (realm in ('yagura', 'yagura-staff')),
  client_id                 text        not null check (client_id ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  kind                      text        not null check (kind in ('browser', 'loopback', 'service')),
  name                      text        not null,
  redirect_uris             text[]      not null default '{}',
  post_logout_redirect_uris text[]      not null default '{}',
  secret_hash               text,
  updated_at                timestamptz not null default now(),
  primary key (realm, client_id),
  check ((kind = 'service') = (secret_hash is not null))
);

-- Tries at the login page, for slowing down guessers; user names are kept as hashes, since people type passwords into that field.
create table identity.login_attempt (
  id           bigint generated always as identity primary key,
  realm        text        not null,
  account_hash text        not null,
  address      text        not null,
  succeeded    boolean     not null,
  at           timestamptz not null default now()
);
create index login_attempt_account on identity.login_attempt (realm, account_hash, at);
create index login_attempt_address on identity.login_attempt (address, at);

grant usage on schema identity to svc_identity;
grant select, insert, update, delete on all tables in schema identity to svc_identity;
