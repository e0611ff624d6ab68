import { Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { isoWithOffset, tableTime } from './clock-text';
import { useNow } from './use-now';
import { useZone } from './zone';

const STEPS = [['day', 86_400], ['hour', 3_600], ['minute', 60], ['second', 1]] as const;

/** How long ago, with the instant in the page's zone; the tooltip tells it in UTC too, and copying gives ISO 8601 with the offset. */
export function TimeAgo({ at }: { readonly at: string }): ReactNode {
  const { formatRelativeTime } = useIntl();
  const { zone } = useZone();
  const now = useNow();
  const instant = new Date(at);
  const seconds = Math.round((instant.getTime() - now) / 1_000);
  const [unit, size] = STEPS.find(([, length]) => Math.abs(seconds) >= length) ?? STEPS[3];
  return (
    <Tooltip label={`${isoWithOffset(instant, zone)} · ${instant.toISOString()}`} withinPortal>
      <time dateTime={instant.toISOString()}>{tableTime(instant, zone, new Date(now))} <span className="soft">{formatRelativeTime(Math.trunc(seconds / size), unit, { numeric: 'auto', style: 'short' })}</span></time>
    </Tooltip>
  );
}

/** The instant alone, for tables that are dense. */
export function TimeAt({ at }: { readonly at: string }): ReactNode {
  const { zone } = useZone();
  const instant = new Date(at);
  return <time dateTime={instant.toISOString()} title={isoWithOffset(instant, zone)}>{tableTime(instant, zone, new Date())}</time>;
}
