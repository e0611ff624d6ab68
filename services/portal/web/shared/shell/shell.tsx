import { Button } from '@mantine/core';
import { Link, Outlet } from '@tanstack/react-router';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { useSession } from '../sign-in/session-provider';
import { ZoneSwitch } from '../time/zone';
import classes from './shell.module.css';

const AccountMenu = lazy(async () => ({ default: (await import('./account-menu')).AccountMenu }));

export interface Place { readonly to: string; readonly label: string }

/** The frame of every page: where one can go, whose zone the times are told in, who is signed in. */
export function Shell({ name, places, aside }: { readonly name: ReactNode; readonly places: readonly Place[]; readonly aside?: ReactNode }): ReactNode {
  const { formatMessage } = useIntl();
  return (
    <>
      <a className={classes.skip} href="#content">{formatMessage({ id: 'shell.skip' })}</a>
      <header className={classes.bar}>
        <span className={classes.name}>{name}</span>
        <nav className={classes.places} aria-label={formatMessage({ id: 'shell.places' })}>
          {places.map(({ to, label }) => <Link key={to} to={to} className={classes.place} activeProps={{ 'aria-current': 'page' }} activeOptions={{ exact: to === '/' }}>{label}</Link>)}
        </nav>
        <span className={classes.right}>
          {aside}
          <ZoneSwitch />
          <Account />
        </span>
      </header>
      <main id="content" className={classes.content} tabIndex={-1}><Outlet /></main>
    </>
  );
}

/** A button until it is first pressed: the menu and what places it would be a tenth of the first load. */
function Account(): ReactNode {
  const { session } = useSession();
  const [wanted, setWanted] = useState(false);
  const button = <Button variant="default" size="xs" aria-haspopup="menu" aria-expanded={false} onClick={() => setWanted(true)}><bdi>{session.name}</bdi></Button>;
  return wanted ? <Suspense fallback={button}><AccountMenu isOpen /></Suspense> : button;
}
