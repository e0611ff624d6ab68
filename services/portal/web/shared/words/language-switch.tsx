import { SegmentedControl } from '@mantine/core';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { useLanguage } from './words-provider';
import type { Language } from './language';

/** Japanese or English, each named in its own language. */
export function LanguageSwitch(): ReactNode {
  const { language, choose } = useLanguage();
  const { formatMessage } = useIntl();
  return (
    <SegmentedControl
      size="xs" aria-label={formatMessage({ id: 'shell.language' })} value={language} onChange={(value) => choose(value as Language)}
      data={[{ value: 'ja', label: '日本語' }, { value: 'en', label: 'English' }]}
    />
  );
}
