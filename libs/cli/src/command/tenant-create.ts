import { accessOf, gatewayOf } from '../api/access';
import { CREATE_TENANT } from '../api/tenant-documents';
import { awaitActive } from '../tenant/await-active';
import { ACCESS_OPTIONS } from './access-options';
import { InvalidUsage, type Command, type Invocation } from './command';
import { Progress } from './progress';
import { oneOf, required } from './required';

const NAME = 'tenant create';
const USAGE = '--slug SLUG --name NAME --plan PLAN --contact-name NAME --contact-email MAIL [options]';

/** Brings a client company in through the gateway, as the command line's own service account, and waits until it is served. */
export const tenantCreate: Command = {
  usage: USAGE,
  options: {
    ...ACCESS_OPTIONS,
    slug: { type: 'string', about: 'name in addresses: 3 to 40 small letters, digits, hyphens' },
    name: { type: 'string', about: 'name of the company' },
    plan: { type: 'string', about: 'code of a plan: mdr_standard, mdr_enterprise or mssp_business' },
    'contact-name': { type: 'string', about: 'whom we reach there' },
    'contact-email': { type: 'string', about: 'and where' },
    'contact-phone': { type: 'string', about: 'in international form, such as +81312345678' },
    code: { type: 'string', about: 'short name on screens; made of the slug when left out' },
    mode: { type: 'string', about: 'MDR (default) or MSSP' },
    'sla-policy': { type: 'string', about: 'code of a promise; the plan’s own when left out' },
    'time-zone': { type: 'string', about: 'IANA zone; Asia/Tokyo when left out' },
    language: { type: 'string', about: 'ja (default) or en: of reports and mails' },
    currency: { type: 'string', about: 'ISO 4217 code; JPY when left out' },
    'billing-name': { type: 'string', about: 'name on invoices; the company’s when left out' },
    'events-per-sec': { type: 'string', about: 'limit in place of the plan’s' },
    'user-email': { type: 'string', about: 'first person of the company, who gets a one-time password by mail' },
    'user-name': { type: 'string', about: 'that person’s name' },
    'user-role': { type: 'string', about: 'customer_viewer (default), customer_billing or customer_approver' },
    'no-wait': { type: 'boolean', about: 'answer when the tenant is requested, before it is active' },
  },
  run: async (invocation) => {
    const input = inputOf(invocation);
    const gateway = gatewayOf(accessOf(invocation.flags), invocation.flags);
    const { createTenant: { tenant } } = await gateway.ask(CREATE_TENANT, { input });
    const progress = new Progress(invocation.terminal, `bringing ${tenant.slug} in`);
    const { state } = invocation.switches.has('no-wait') ? tenant : await awaitActive(gateway, tenant.slug, ({ onboarding: { steps } }) => {
      progress.show(steps.filter(({ done }) => done).length, steps.length);
    });
    const { id, slug, code, name } = tenant;
    invocation.terminal.out(invocation.switches.has('json') ? JSON.stringify({ id, slug, code, name, state }) : `${slug} (${code}) ${name}: ${state.toLowerCase()}, id ${id}`);
    return 0;
  },
};

function inputOf(invocation: Invocation): Record<string, unknown> {
  const { flags } = invocation;
  const { slug, name, plan, ...contact } = required(invocation, { name: NAME, usage: USAGE }, 'slug', 'name', 'plan', 'contact-name', 'contact-email');
  const language = oneOf('language', flags['language'], ['ja', 'en'], 'ja').toUpperCase();
  return {
    slug, name, code: flags['code'],
    agreement: {
      plan, slaPolicy: flags['sla-policy'], serviceMode: oneOf('mode', flags['mode'], ['MDR', 'MSSP'], 'MDR'), timeZone: flags['time-zone'] ?? 'Asia/Tokyo', language,
      currency: flags['currency'] ?? 'JPY', billingName: flags['billing-name'] ?? name, ...quotaOf(flags['events-per-sec']),
    },
    contacts: [{ role: 'TECHNICAL', name: contact['contact-name'], email: contact['contact-email'], phone: flags['contact-phone'], language }],
    users: usersOf(invocation, language),
  };
}

function quotaOf(eventsPerSec: string | undefined): { readonly quota?: { readonly eventsPerSec: number } } {
  if (eventsPerSec === undefined) return {};
  if (!/^[1-9]\d{0,8}$/.test(eventsPerSec)) throw new InvalidUsage('--events-per-sec is a whole number.');
  return { quota: { eventsPerSec: Number(eventsPerSec) } };
}

function usersOf({ flags }: Invocation, locale: string): readonly Record<string, unknown>[] {
  const email = flags['user-email'];
  if (email === undefined) return [];
  const role = oneOf('user-role', flags['user-role'], ['customer_viewer', 'customer_billing', 'customer_approver'], 'customer_viewer');
  return [{ email, displayName: flags['user-name'] ?? email.split('@')[0], locale, roles: [role.toUpperCase()] }];
}
