import { join } from 'node:path';
import { RoleSession, serviceStatements, testDatabase, unboundReads, type ServiceStatement, type TestDatabase } from '@yagura/testing';

/*
 * The first wall must be enough alone (reliability, promise P4): whatever a service's statement reads, changes or deletes in a table of tenants, it bounds
 * itself, by the tenant or the read scope of the very context that it is given. Judged by PostgreSQL's plans of all statements of all services, made
 * without row security.
 */
const SERVICES = join(__dirname, '..', '..', 'services');
/** The audit sequencer's role belongs to no tenant: it numbers everybody's entries. */
const OF_NO_TENANT = /^tenants\/src\/audit\/(chain\.repository|sequencer\.service)\.ts$/;
/** What a tenant's column may be compared with. */
const FROM_CONTEXT = /^(tx|read)\.(tenantId|readScope)$/;

describe('statements of services', () => {
  let database: TestDatabase;
  let judge: RoleSession;

  beforeAll(async () => {
    database = await testDatabase();
    judge = await RoleSession.open(database.superuserUrl);
  });
  afterAll(async () => {
    await judge.close();
    await database.drop();
  });

  const faultsOf = async ({ place, text, values }: ServiceStatement): Promise<string[]> => {
    if (text === undefined) return [`${place} is not constant`];
    return (await unboundReads(judge, text, (parameter) => FROM_CONTEXT.test(values[parameter - 1] ?? ''))).map((scan) => `${place} reads ${scan} unbounded`);
  };

  it('bound every row of every tenant table by their own context', async () => {
    const statements = serviceStatements(SERVICES, (path) => OF_NO_TENANT.test(path));
    const faults: string[] = [];
    for (const statement of statements) faults.push(...await faultsOf(statement));
    expect(faults).toEqual([]);
    expect(statements.length).toBeGreaterThan(150);
  });

  it.each([
    ['names no tenant', 'select * from sla.clock where id = $1', ['clockId']],
    ['may leave its tenant out', 'select * from sla.clock where ($1::uuid is null or tenant_id = $1) and id = $2', ['read.tenantId', 'clockId']],
    ['takes its tenant from somewhere else', 'select * from sla.clock where tenant_id = $1', ['input.tenantId']],
    ['bounds only one of two tables', 'select * from sla.clock c join sla.clock_event e on e.clock_id = c.id where c.tenant_id = $1', ['tx.tenantId']],
    ['bounds only the optional side of a join', 'select * from cases.finding f left join cases.case_finding m on m.tenant_id = f.tenant_id and m.tenant_id = $1', ['tx.tenantId']],
    ['reads a view that bounds nothing', 'select * from cases.finding_seen where id = $1', ['findingId']],
    ['looks into another tenant below', 'select (select count(*) from sla.clock) from sla.policy where tenant_id = $1', ['tx.tenantId']],
    ['changes rows of anybody', 'update sla.clock set severity = $2 where id = $1', ['clockId', 'severity']],
    ['deletes rows of anybody', 'delete from sla.timer where clock_id = $1', ['clockId']],
    ['denies its tenant', 'select * from sla.clock where tenant_id <> $1', ['tx.tenantId']],
  ])('are found out when one %s', async (_, text, values) => {
    expect(await faultsOf({ place: 'here', text, values })).not.toEqual([]);
  });

  it.each([
    ['one tenant', 'select * from sla.clock where tenant_id = $1 and id = $2', ['tx.tenantId', 'clockId']],
    ['its scope', 'select * from cases.finding_seen where tenant_id = any ($1::uuid[]) order by created_at limit 5', ['read.readScope']],
    ['a table through another', 'select * from sla.clock c join sla.clock_event e on e.tenant_id = c.tenant_id and e.clock_id = c.id where c.tenant_id = any ($1::uuid[])', ['read.readScope']],
    ['a subquery through its outer row', 'select p.*, (select count(*) from sla.clock c where c.tenant_id = p.tenant_id) from sla.policy p where p.tenant_id = any ($1::uuid[])', ['read.readScope']],
  ])('are left in peace when one bounds %s', async (_, text, values) => {
    expect(await faultsOf({ place: 'here', text, values })).toEqual([]);
  });
});
