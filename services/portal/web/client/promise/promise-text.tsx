import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { durationWords } from '../../shared/time/prose-time';
import { standingOf, type PromiseClock } from '../../shared/time/promise-standing';
import { useNow } from '../../shared/time/use-now';
import { useLanguage } from '../../shared/words/words-provider';
import { Result } from './result';

/** A promise and what became of it, as one line. */
export function PromiseText({ clock }: { readonly clock: PromiseClock }): ReactNode {
  const { formatMessage } = useIntl();
  const { language } = useLanguage();
  const metric = formatMessage({ id: `promise.metric.${clock.metric}` });
  return <>{formatMessage({ id: 'promise.text' }, { metric, target: durationWords(clock.targetSec, language) })} <PromiseResult clock={clock} /></>;
}

/** What became of a promise, as shape and word. */
export function PromiseResult({ clock }: { readonly clock: PromiseClock }): ReactNode {
  const { kind } = standingOf(clock, useNow());
  return <Result kind={kind} />;
}
