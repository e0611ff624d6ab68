import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import type { Say } from './entry-words';

/** Sentences by their names, for code that is no component. */
export function useSay(): Say {
  const { formatMessage } = useIntl();
  return useCallback((name, values) => formatMessage({ id: name }, values), [formatMessage]);
}
