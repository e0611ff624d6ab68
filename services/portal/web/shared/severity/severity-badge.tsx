import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import classes from './severity-badge.module.css';

export const SEVERITIES = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFORMATIONAL'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Octagon, triangle, diamond, circle, ring: told apart without any colour. */
const SHAPE: Readonly<Record<Severity, ReactNode>> = {
  CRITICAL: <path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z" />,
  HIGH: <path d="M8 1.5 15.5 15H.5z" />,
  MEDIUM: <path d="M8 .5 15.5 8 8 15.5.5 8z" />,
  LOW: <circle cx="8" cy="8" r="7" />,
  INFORMATIONAL: <circle cx="8" cy="8" r="5.75" fill="none" stroke="currentColor" strokeWidth="2.5" />,
};

/** Severity as shape, word and colour; the word keeps the colour of text. */
export function SeverityBadge({ severity }: { readonly severity: Severity }): ReactNode {
  const { formatMessage } = useIntl();
  return (
    <span className={classes.badge}>
      <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true" fill="currentColor" className={classes[severity]}>{SHAPE[severity]}</svg>
      <span>{formatMessage({ id: `severity.${severity}` })}</span>
    </span>
  );
}
