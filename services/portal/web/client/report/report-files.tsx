import { Button } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { useClient, type CombinedError } from 'urql';
import { ClientReportFileDocument, type ReportFormat } from '../gen/graphql';
import { useCompany } from '../company/company';
import { bytesOf, download } from '../../shared/file/download';
import { ErrorPanel } from '../../shared/page/page-states';
import { monthName } from '../../shared/time/prose-time';
import { useLanguage } from '../../shared/words/words-provider';
import classes from './report.module.css';

export interface FiledReport { readonly id: string; readonly period: string; readonly version: number; readonly pages: number; readonly files: readonly { readonly format: ReportFormat }[] }

/** A report's files, fetched when they are asked for. */
export function ReportFiles({ report }: { readonly report: FiledReport }): ReactNode {
  const { formatMessage } = useIntl();
  const { language } = useLanguage();
  const { slug } = useCompany();
  const client = useClient();
  const [busy, setBusy] = useState<ReportFormat>();
  const [error, setError] = useState<CombinedError>();
  const fetchFile = async (format: ReportFormat): Promise<void> => {
    setBusy(format);
    const { data, error: refused } = await client.query(ClientReportFileDocument, { id: report.id, format }, { requestPolicy: 'network-only' }).toPromise();
    setBusy(undefined);
    setError(refused);
    if (data !== undefined) download(`${slug}-${report.period}-v${report.version}.${format.toLowerCase()}`, data.reportFile.contentType, bytesOf(data.reportFile.base64));
  };
  return (
    <span className={classes.files}>
      {report.files.map(({ format }) => {
        const what = format === 'PDF' ? formatMessage({ id: 'report.pdf' }, { pages: report.pages }) : formatMessage({ id: 'report.json' });
        return (
          <Button key={format} variant="default" size="sm" loading={busy === format} onClick={() => void fetchFile(format)} aria-label={formatMessage({ id: 'report.download' }, { what, month: monthName(report.period, language) })}>{what}</Button>
        );
      })}
      {error !== undefined && <ErrorPanel error={error} />}
    </span>
  );
}
