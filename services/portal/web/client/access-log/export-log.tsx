import { Button } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { useClient, type CombinedError } from 'urql';
import { ClientAccessLogDocument } from '../gen/graphql';
import { useCompany } from '../company/company';
import { csvText } from '../../shared/file/csv';
import { download } from '../../shared/file/download';
import { ErrorPanel } from '../../shared/page/page-states';
import { isoWithOffset } from '../../shared/time/clock-text';
import { useZone } from '../../shared/time/zone';
import { csvHead, csvRow, type LogEntry } from './entry-words';
import { useSay } from './use-say';

const AT_ONCE = 100;
/** More would take a browser too long to read and a spreadsheet too long to open. */
const MOST = 10_000;

/** The log as a file. It is read page by page and says how far it has come, and when it could not hold everything. */
export function ExportLog(): ReactNode {
  const { formatMessage } = useIntl();
  const { id, slug } = useCompany();
  const { zone } = useZone();
  const say = useSay();
  const client = useClient();
  const [count, setCount] = useState<number>();
  const [isCut, setCut] = useState(false);
  const [error, setError] = useState<CombinedError>();

  const run = async (): Promise<void> => {
    const entries: LogEntry[] = [];
    setError(undefined);
    for (let after: string | null = null; ;) {
      setCount(entries.length);
      const { data, error: refused }: { data?: { auditLog: { nodes: LogEntry[]; pageInfo: { endCursor?: string | null; hasNextPage: boolean } } }; error?: CombinedError } =
        await client.query(ClientAccessLogDocument, { tenantId: id, first: AT_ONCE, after }, { requestPolicy: 'network-only' }).toPromise();
      if (data === undefined) {
        setCount(undefined);
        return setError(refused);
      }
      entries.push(...data.auditLog.nodes);
      after = data.auditLog.pageInfo.endCursor ?? null;
      setCut(data.auditLog.pageInfo.hasNextPage);
      if (!data.auditLog.pageInfo.hasNextPage || entries.length >= MOST) break;
    }
    const iso = (at: string): string => isoWithOffset(new Date(at), zone);
    download(`${slug}-access-log.csv`, 'text/csv;charset=utf-8', csvText([csvHead(say), ...entries.map((entry) => csvRow(entry, say, iso))]));
    setCount(undefined);
  };
  return (
    <span>
      <Button variant="default" size="sm" loading={count !== undefined} onClick={() => void run()}>{formatMessage({ id: 'accessLog.export' })}</Button>
      <span role="status">{count !== undefined && count > 0 ? formatMessage({ id: 'accessLog.exporting' }, { count }) : isCut && formatMessage({ id: 'accessLog.cut' }, { count: MOST })}</span>
      {error !== undefined && <ErrorPanel error={error} />}
    </span>
  );
}
