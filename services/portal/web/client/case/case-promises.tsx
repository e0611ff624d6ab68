import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { PromiseText } from '../promise/promise-text';
import type { ShownCase } from './shown-case';
import layout from '../layout/layout.module.css';
import classes from './case.module.css';

/** What was promised about the case, each with its proof. */
export function CasePromises({ clocks }: { readonly clocks: ShownCase['clocks'] }): ReactNode {
  const { formatMessage } = useIntl();
  if (clocks.length === 0) return <p className={classes.sentence}>{formatMessage({ id: 'case.promises.none' })}</p>;
  return (
    <ul className={classes.promises}>
      {clocks.map((clock) => (
        <li key={clock.id}>
          <span><PromiseText clock={clock} /></span>
          <Link to="/promises/$id" params={{ id: clock.id }} className={layout.link}>{formatMessage({ id: 'promise.proof' }, { metric: clock.metric })}</Link>
        </li>
      ))}
    </ul>
  );
}
