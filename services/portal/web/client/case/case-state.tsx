import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import classes from './case.module.css';

/** Where a case stands, as the client says it; on hold says for whom. */
export function CaseState({ status, holdReason }: { readonly status: string; readonly holdReason?: string | null }): ReactNode {
  const { formatMessage } = useIntl();
  const key = status === 'ON_HOLD' && holdReason != null ? holdReason : status;
  return <span className={classes.state} data-state={key}>{formatMessage({ id: `case.status.${key}` })}</span>;
}
