import background from './data/background.json';
import { type DemoEvent, demoEvent, type DemoSource, type Fill, fillTemplate, writtenTimes } from './event-text';
import { Random } from './random';

interface Template { readonly weight: number; readonly source: string; readonly event: unknown }
interface Company {
  readonly domain: string; readonly dns: string; readonly site: string; readonly subnet: string; readonly account: string;
  readonly linux: readonly string[]; readonly users: readonly string[];
}

const COMPANIES: readonly Company[] = background.companies;
const TEMPLATES: readonly Template[] = background.templates;
/** Each template as often as its weight says, so that one draw picks by weight. */
const DRAW: readonly Template[] = TEMPLATES.flatMap((template) => Array.from({ length: template.weight }, () => template));
const HOSTS_PER_COMPANY = 40;

/**
 * `n` harmless events of one company, spread over the second that begins at `atMs`. The same arguments give the same events; a
 * company beyond the list reuses one with its own machines. None of them sets off a rule of Yagura's own pack.
 */
export function backgroundEvents(seed: number, tenantIndex: number, atMs: number, n: number): DemoEvent[] {
  const random = new Random(seed, tenantIndex, atMs, Math.floor(atMs / 2_147_483_647));
  const company = COMPANIES[tenantIndex % COMPANIES.length];
  return Array.from({ length: n }, (_, index) => oneEvent(company, random, atMs + Math.floor((index * 1000) / n)));
}

function oneEvent(company: Company, random: Random, atMs: number): DemoEvent {
  const template = random.pick(DRAW);
  const source = template.source as DemoSource;
  const machine = random.below(HOSTS_PER_COMPANY);
  const fill = places(company, machine, random, atMs);
  const windowsHost = `ws-${100 + machine}.${company.dns}`;
  const host = { windows: windowsHost, cloudtrail: `aws:${company.account}`, linux: company.linux[0], web: company.linux[0] }[source];
  return demoEvent(source, host, atMs, fillTemplate(template.event, fill));
}

/** Addresses outside are taken from the ranges that RFC 5737 keeps for documentation. */
function places(company: Company, machine: number, random: Random, atMs: number): Fill {
  const user = company.users[machine % company.users.length];
  return new Map<string, string | (() => string)>([
    ...writtenTimes(atMs),
    ['HOST', `ws-${100 + machine}.${company.dns}`], ['USER', user], ['DOMAIN', company.domain], ['SITE', company.site],
    ['ACCOUNT', company.account], ['IP', `${company.subnet}.${100 + machine}`], ['LINUX', random.pick(company.linux)],
    ['EXT_IP', `192.0.2.${1 + random.below(250)}`], ['PORT', () => String(49_152 + random.below(16_000))],
    ['N', () => String(1_000 + random.below(9_000))], ['HEX', () => random.hex(8)], ['UUID', () => random.uuid()],
  ]);
}
