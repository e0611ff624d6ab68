import { REPORT_FORMATS, type FiguresView, type ReportFile, type ReportView } from '@yagura/contracts';
import type { GatewayContext } from '../../request/gateway-context';
import { enumNames } from '../page/enum-name';
import { tenantRef } from '../tenant/tenant.loader';

type Shown = Record<string, unknown>;
const FORMAT = enumNames(REPORT_FORMATS);

/** The tenant is only fetched when it is asked for. */
const tenantOf = (gateway: GatewayContext, tenantId: string): { tenant: () => unknown } => ({ tenant: () => tenantRef(gateway, tenantId) });

export const toReport = (gateway: GatewayContext) => ({ reportId, language, files, ...rest }: ReportView): Shown => ({
  ...rest, ...tenantOf(gateway, rest.tenantId), id: reportId, language: language.toUpperCase(), files: files.map((file) => ({ ...file, format: FORMAT[file.format] })),
});

export const toReportFile = (gateway: GatewayContext, { format, ...rest }: ReportFile): Shown => ({ ...rest, ...tenantOf(gateway, rest.tenantId), format: FORMAT[format] });

export const toFigures = (gateway: GatewayContext, { bySeverity, promises, ...rest }: FiguresView): Shown => ({
  ...rest, ...tenantOf(gateway, rest.tenantId), bySeverity: bySeverity.map((row) => ({ ...row, severity: row.severity.toUpperCase() })),
  promises: { ...promises, rows: promises.rows.map((row) => ({ ...row, metric: row.metric.toUpperCase(), severity: row.severity.toUpperCase() })) },
});
