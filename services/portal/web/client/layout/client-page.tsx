import type { ReactNode } from 'react';
import { usePageTitle } from '../../shared/page/page-title';
import { useCompany } from '../company/company';
import classes from './layout.module.css';

/** Whether the reader has to do something: shown as a shape, a colour and, above all, the sentence beside it. */
export type Tone = 'act' | 'look' | 'calm';

const SHAPE: Readonly<Record<Tone, ReactNode>> = {
  act: <path d="M10 1h12l9 9v12l-9 9H10l-9-9V10zM14.5 7h3v12h-3zM14.5 22h3v3h-3z" fillRule="evenodd" />,
  look: <path d="M16 1 31 30H1zM14.5 11h3v10h-3zM14.5 23.5h3v3h-3z" fillRule="evenodd" />,
  calm: <path d="M16 1a15 15 0 1 1 0 30 15 15 0 0 1 0-30zM13.6 23.4 25 12l-2.2-2.2-9.2 9.2-4.3-4.3L7.1 16.9z" fillRule="evenodd" />,
};

export interface ClientPageProps {
  readonly title: string;
  /** The page's first line: must the reader act? Undefined while that is not known yet. */
  readonly lead: ReactNode;
  readonly tone: Tone;
  /** What stands above the title, such as the way back to the list. */
  readonly back?: ReactNode;
  readonly children?: ReactNode;
}

/** A page of the client portal: what it is, whether one must act, and then the rest. */
export function ClientPage({ title, lead, tone, back, children }: ClientPageProps): ReactNode {
  usePageTitle(title, useCompany().code);
  return (
    <article className={classes.page}>
      {back}
      <h1 className={classes.title}>{title}</h1>
      <p className={classes.lead} data-tone={tone}>
        <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" fill="currentColor">{SHAPE[tone]}</svg>
        <span>{lead}</span>
      </p>
      {children}
    </article>
  );
}

/** A part of a page under a heading of its own. */
export function Section({ title, children, action }: { readonly title: ReactNode; readonly children: ReactNode; readonly action?: ReactNode }): ReactNode {
  return (
    <section className={classes.section}>
      <div className={classes.head}><h2 className={classes.heading}>{title}</h2>{action}</div>
      {children}
    </section>
  );
}
