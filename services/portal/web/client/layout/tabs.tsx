import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import classes from './layout.module.css';

export interface Tab { readonly label: string; readonly search: Readonly<Record<string, string | undefined>>; readonly isCurrent: boolean }

/** Choices of what a list shows. They are links: the address is the state. */
export function Tabs({ label, to, tabs }: { readonly label: string; readonly to: string; readonly tabs: readonly Tab[] }): ReactNode {
  return (
    <nav aria-label={label}>
      <ul className={classes.tabs}>
        {tabs.map(({ label: name, search, isCurrent }) => (
          <li key={name}><Link to={to} search={search} className={classes.tab} aria-current={isCurrent ? 'page' : undefined} activeProps={{}} resetScroll={false}>{name}</Link></li>
        ))}
      </ul>
    </nav>
  );
}
