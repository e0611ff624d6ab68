import { SegmentedControl, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';

const SCHEMES: readonly MantineColorScheme[] = ['auto', 'light', 'dark'];

/** Light, dark, or as the system is. */
export function ThemeChoice(): ReactNode {
  const { formatMessage } = useIntl();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <SegmentedControl
      size="xs" aria-label={formatMessage({ id: 'shell.theme' })} value={colorScheme} onChange={(value) => setColorScheme(value as MantineColorScheme)}
      data={SCHEMES.map((scheme) => ({ value: scheme, label: formatMessage({ id: `shell.theme.${scheme}` }) }))}
    />
  );
}
