import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { Choice } from '../choice/choice';
import { useLanguage } from './words-provider';

/** Japanese or English, each named in its own language. */
export function LanguageSwitch(): ReactNode {
  const { language, choose } = useLanguage();
  const { formatMessage } = useIntl();
  return (
    <Choice
      label={formatMessage({ id: 'shell.language' })} value={language} onChange={choose}
      options={[{ value: 'ja', label: '日本語', lang: 'ja' }, { value: 'en', label: 'English', lang: 'en' }]}
    />
  );
}
