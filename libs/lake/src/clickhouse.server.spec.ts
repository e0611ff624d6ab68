import { createLakeClient } from './lake-client';
import { lakeContract } from './lake-contract';

// No package of the server can be fetched where these tests run, so one that stands elsewhere is named. The suite fills its database with tenants of its own.
const { CLICKHOUSE_URL: url, CLICKHOUSE_USER: username, CLICKHOUSE_PASSWORD: password = '', CLICKHOUSE_DATABASE: database } = process.env;

(url === undefined ? describe.skip : describe)(`ClickHouse${url === undefined ? ' (skipped: CLICKHOUSE_URL names no server)' : ''}`, () => {
  lakeContract('a ClickHouse server', () => {
    const client = createLakeClient({ url: url ?? '', username, password, database });
    return Promise.resolve({ client, close: () => client.close() });
  });
});
