import { accessOf, gatewayOf } from '../api/access';
import { CREATE_SOURCE, ISSUE_SOURCE_CREDENTIAL } from '../api/source-documents';
import { TENANT_BY_SLUG } from '../api/tenant-documents';
import { ACCESS_OPTIONS } from './access-options';
import { InvalidUsage, type Command } from './command';
import { required } from './required';

const NAME = 'source create';
const USAGE = '--tenant SLUG --name NAME --kind KIND [--parser WORD] [--time-zone ZONE] [--critical]';

/** Adds a source with one credential and shows its token, this once. */
export const sourceCreate: Command = {
  usage: USAGE,
  options: {
    ...ACCESS_OPTIONS,
    tenant: { type: 'string', about: 'slug of the tenant' },
    name: { type: 'string', about: 'name of the source' },
    kind: { type: 'string', about: 'a lower-case word such as windows, firewall or cloud' },
    parser: { type: 'string', about: 'log type of records that do not show their own' },
    'time-zone': { type: 'string', about: 'IANA zone of its clock; the agreement’s when left out' },
    critical: { type: 'boolean', about: 'its silence is an incident by itself' },
  },
  run: async (invocation) => {
    const { flags, switches, terminal } = invocation;
    const { tenant: slug, name, kind } = required(invocation, { name: NAME, usage: USAGE }, 'tenant', 'name', 'kind');
    const access = accessOf(flags);
    if (access.hecUrl === undefined) throw new InvalidUsage('Name the address of the doors with --door-url.');
    const gateway = gatewayOf(access, flags);
    const { tenantBySlug: { id: tenantId } } = await gateway.ask(TENANT_BY_SLUG, { slug });
    const input = { tenantId, name, kind, parser: flags['parser'], timeZone: flags['time-zone'], critical: switches.has('critical') };
    const { createSource: { source } } = await gateway.ask(CREATE_SOURCE, { input });
    const { issueSourceCredential: { token } } = await gateway.ask(ISSUE_SOURCE_CREDENTIAL, { input: { sourceId: source.id } });
    const url = `${access.hecUrl}/services/collector`;
    const bulkUrl = access.hecUrl;
    if (switches.has('json')) terminal.out(JSON.stringify({ ...source, tenant: slug, url, bulkUrl, token }));
    else {
      terminal.out(`source ${source.name} (${source.kind}) of ${slug}, id ${source.id}`);
      terminal.out(`send to ${url} with "Authorization: Splunk ${token}"; the token is not shown again`);
      terminal.out(`or, from an Elasticsearch output, to ${bulkUrl} with the token as password or API key (docs/doors.md)`);
    }
    return 0;
  },
};
