import { useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { Choice } from '../choice/choice';

const SCHEMES: readonly MantineColorScheme[] = ['auto', 'light', 'dark'];

/** Light, dark, or as the system is. */
export function ThemeChoice(): ReactNode {
  const { formatMessage } = useIntl();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Choice
      label={formatMessage({ id: 'shell.theme' })} value={colorScheme} onChange={setColorScheme}
      options={SCHEMES.map((scheme) => ({ value: scheme, label: formatMessage({ id: `shell.theme.${scheme}` }) }))}
    />
  );
}
