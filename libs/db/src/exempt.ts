/*
 * What the standard of `guard.protect` does not cover, and why. The catalogue holds the database against this list at every start and
 * in the tests; a table, function or unique key that neither follows the standard nor stands here makes Yagura refuse to serve.
 */

const PRODUCERS = ['svc_tenants', 'svc_ingestion', 'svc_detection', 'svc_cases', 'svc_sla', 'svc_reporting', 'svc_billing', 'svc_integrations'] as const;
const SERVICES = ['svc_gateway', ...PRODUCERS] as const;

const WRITTEN = 'tenant_id = ( SELECT guard.written() AS written)';
const OWN_NAME = '( SELECT lane.service() AS service)';

/** A policy as PostgreSQL prints it back. No roles means every role. */
export interface PolicyText {
  readonly name: string;
  readonly command: 'ALL' | 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE';
  readonly permissive: boolean;
  readonly roles: readonly string[];
  readonly using: string | null;
  readonly check: string | null;
}

/** What one role may do with a table, as `select, insert, update(column)`. */
export type Rights = Readonly<Record<string, string>>;

/** A table without the standard policies. */
export interface Exemption {
  readonly table: string;
  /** The one role whose table this is; others have at most what `rights` says. */
  readonly owner: string;
  readonly reason: string;
  readonly rights: Rights;
  /** Its own policies under forced row security; absent where the table has none because no service role reaches it. */
  readonly policies?: readonly PolicyText[];
}

const everything = (name: string, role: string): PolicyText =>
  ({ name, command: 'ALL', permissive: true, roles: [role], using: 'true', check: 'true' });
const inserts = (name: string, roles: readonly string[], check: string): PolicyText =>
  ({ name, command: 'INSERT', permissive: true, roles, using: null, check });
const granted = (roles: readonly string[], rights: string): Rights => Object.fromEntries(roles.map((role) => [role, rights]));
const identity = (table: string): Exemption => ({
  table, owner: 'svc_identity', rights: { svc_identity: 'select, insert, update, delete' },
  reason: 'The identity provider knows people and clients, never tenants; no service role may even enter its schema.',
});

/** The only tables without the standard policies. */
export const EXEMPT: readonly Exemption[] = [
  { table: 'guard.ctx_key', owner: 'yagura_owner', rights: {}, reason: 'Keys of signed contexts: read by guard.ctx() alone.' },
  { table: 'guard.business_clock', owner: 'yagura_owner', rights: {}, reason: 'One row, the offset of business time: read by guard.now() alone.' },
  { table: 'guard.data_key', owner: 'yagura_owner', rights: {}, reason: 'Wrapped data keys: reached through guard functions that look at the context.' },
  {
    table: 'lane.outbox', owner: 'lane_relay', reason: 'Every producer inserts under its own name; one relay reads all tenants in order.',
    rights: { ...granted(PRODUCERS, 'insert'), lane_relay: 'select, update, delete' },
    policies: [inserts('produce', PRODUCERS, `((${WRITTEN}) AND (producer = ${OWN_NAME}) AND ("position" IS NULL))`), everything('relay', 'lane_relay')],
  },
  {
    table: 'lane.inbox', owner: 'lane_relay', reason: 'Consumers note what they have seen; a collision of the key is the only answer they get.',
    rights: granted(PRODUCERS, 'insert'),
    policies: [inserts('consume', PRODUCERS, `((${WRITTEN}) AND (consumer = ${OWN_NAME}))`)],
  },
  { table: 'lane.cursor', owner: 'lane_relay', rights: { lane_relay: 'select, insert, update' }, reason: 'Positions of consumers; names no tenant.' },
  {
    table: 'lane.dead_letter', owner: 'lane_relay', rights: { lane_relay: 'select, insert, update' },
    reason: 'Messages that no try could handle, some of them without a tenant.', policies: [everything('relay', 'lane_relay')],
  },
  { table: 'lane.telemetry_head', owner: 'lane_log_reader', rights: { lane_log_reader: 'select' }, reason: 'Last position of each partition; names no tenant.' },
  { table: 'lane.telemetry_position', owner: 'lane_log_reader', rights: { lane_log_reader: 'select, update' }, reason: 'Position of the log’s reader; names no tenant.' },
  {
    table: 'lane.telemetry_log', owner: 'lane_log_reader', reason: 'The doors append under the written tenant; one reader takes all tenants in order.',
    rights: { svc_ingestion: 'insert', lane_log_reader: 'select, delete' },
    policies: [inserts('produce', ['svc_ingestion'], `((${WRITTEN}) AND (producer = ${OWN_NAME}))`), everything('log_reader', 'lane_log_reader')],
  },
  {
    table: 'audit.entry', owner: 'audit_sequencer', reason: 'Every service adds entries under its own name; the sequencer numbers and chains those of all tenants.',
    rights: { ...granted(SERVICES, 'insert'), audit_sequencer: 'select, insert, update(sequence), update(previous_hash), update(hash)' },
    policies: [
      inserts('write_one', SERVICES, `((${WRITTEN}) AND (service = ${OWN_NAME}) AND (sequence IS NULL) AND (hash IS NULL))`),
      everything('sequencer', 'audit_sequencer'),
    ],
  },
  {
    table: 'audit.list_access', owner: 'audit_sequencer', reason: 'One look over many tenants, which the sequencer spreads into their chains.',
    rights: { ...granted(SERVICES, 'insert'), audit_sequencer: 'select, update(spread_at)' },
    policies: [
      inserts('write_one', SERVICES, `((${WRITTEN}) AND (service = ${OWN_NAME}) AND (spread_at IS NULL))`),
      everything('sequencer', 'audit_sequencer'),
    ],
  },
  { table: 'audit.chain_head', owner: 'audit_sequencer', rights: { audit_sequencer: 'select, insert, update' }, reason: 'Newest link of each chain; only the sequencer holds rights.' },
  identity('identity.oidc_record'), identity('identity.account'), identity('identity.credential'), identity('identity.organization'),
  identity('identity.organization_member'), identity('identity.client'), identity('identity.login_attempt'),
  { table: 'detection.insert_group', owner: 'svc_detection', rights: { svc_detection: 'select, insert, update' }, reason: 'Positions of the log that one lake insert holds; names no tenant.' },
  { table: 'public._prisma_migrations', owner: 'yagura_owner', rights: {}, reason: 'Which migrations were applied; written by the migration engine alone.' },
];

/** Unique keys of tenant tables that do not begin with the tenant, so that a value taken elsewhere can be felt. */
export const WIDE_UNIQUES: Readonly<Record<string, string>> = {
  'tenants.tenant_slug': 'Names of the installation: only whoever may create tenants meets a collision.',
  'tenants.tenant_code': 'Names of the installation: only whoever may create tenants meets a collision.',
  'tenants.tenant_provider': 'There is one provider; its existence is no secret.',
};

/** A function that runs with its owner's rights: `callers` may execute it, nobody else. */
export interface DefinerFunction {
  readonly signature: string;
  readonly owner: 'yagura_owner' | 'guard_keeper';
  readonly callers: readonly string[];
  readonly reason: string;
  /** Columns of its answer that may come from tenants outside the caller's context. */
  readonly shows: readonly string[];
}

const guarding = (signature: string, reason: string): DefinerFunction => ({ signature, owner: 'yagura_owner', callers: ['PUBLIC'], reason, shows: [] });
const keeping = (signature: string, service: string, shows: readonly string[], reason: string): DefinerFunction =>
  ({ signature, owner: 'guard_keeper', callers: [`svc_${service}`], reason, shows });

/** The only functions that run with another role's rights. */
export const DEFINERS: readonly DefinerFunction[] = [
  guarding('guard.ctx()', 'Verifies the context with a key that no log-in role may read.'),
  guarding('guard.now()', 'Business time.'),
  guarding('guard.current_data_key()', 'The written tenant’s own wrapped key.'),
  guarding('guard.readable_data_keys()', 'Wrapped keys of the readable tenants.'),
  guarding('guard.put_first_data_key(text)', 'Gives the written tenant its first key and never replaces one.'),
  {
    signature: 'lane.next_telemetry_position(smallint)', owner: 'yagura_owner', callers: ['svc_ingestion'], shows: ['next_telemetry_position'],
    reason: 'A counter; answers a number and names no tenant.',
  },
  keeping('lane.telemetry_backlog()', 'ingestion', ['total_bytes'], 'Sums of bytes for the door’s bound; names no tenant.'),
  keeping('audit.readable_entries(bigint, integer, uuid)', 'tenants', [], 'Entries of a readable tenant’s chain.'),
  keeping('audit.readable_head(uuid)', 'tenants', [], 'Newest link of a readable tenant’s chain.'),
  keeping('tenants.memberships_of(text, text)', 'tenants', ['user_id', 'name', 'audience', 'home_tenant_id', 'signed_out_at', 'tenant_id', 'roles', 'tenant_state'],
    'What one verified subject may do, to whoever names the subject; asked before a context exists.'),
  keeping('tenants.partner_grants_of(uuid)', 'tenants', ['tenant_id', 'slug', 'code', 'name', 'tenant_state', 'permissions'],
    'Where a partner client has a right, for the client that a credential named; asked before a context exists.'),
  keeping('tenants.onboarding_work(integer)', 'tenants', ['tenant_id'], 'Tenants whose saga has a due step.'),
  keeping('tenants.metered_tenants(uuid, integer)', 'tenants', ['tenant_id'], 'Active client companies.'),
  keeping('ingestion.holder_of(text)', 'ingestion',
    ['tenant_id', 'source_id', 'source_number', 'parser', 'time_zone', 'credential_id', 'secret_hash', 'state', 'enabled', 'tenant_state', 'events_per_sec', 'bytes_per_day'],
    'Whose credential a sender names, to whoever names it; asked before a context exists, answers a keyed hash.'),
  keeping('sla.due_timers(integer, integer)', 'sla', ['tenant_id', 'clock_id', 'kind', 'at', 'sequence', 'wait_ms'], 'Clocks that must be looked at: ids, kinds and instants.'),
  keeping('billing.issuer_facts()', 'billing', ['issuer_id', 'name', 'address', 'name_en', 'address_en', 'registration_number'], 'The issuer, who stands on every invoice.'),
  keeping('billing.take_number(uuid, uuid)', 'billing', ['take_number'], 'Next number of an issuer, for an invoice of the written tenant.'),
  keeping('integrations.due_deliveries(integer, integer, integer)', 'integrations', ['tenant_id', 'delivery_id'], 'Webhook messages that may be sent now: ids alone.'),
];

/** What the keeper's functions write, beside reading: columns or rows that no service may touch itself. */
export const KEEPER_WRITES: Readonly<Record<string, string>> = {
  'billing.issuer': 'update(last_number)',
  'billing.issued_number': 'insert',
};

/** What policies rest on. A body that differs from the reviewed one (its MD5 stands here) is a fault, since every wall hangs on it. */
export const POLICY_BODIES: Readonly<Record<string, string>> = {
  'guard.ctx()': '3e9d52d135f5f82a1feb9dddb834ef79',
  'guard.written()': 'd3c97eca648d05671b337bd10abd25a2',
  'guard.readable()': '4d69ed1f8b84d5934b74ee49a9637261',
  'guard.audience()': '235443f4bb7412c6fb2b8c13fe4505f4',
  'lane.service()': '265f48f7c2cf15bb442fc840e83f7ace',
};
