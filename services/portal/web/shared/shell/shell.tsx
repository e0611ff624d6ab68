import { Button, Menu } from '@mantine/core';
import { Link, Outlet } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { useSession } from '../sign-in/session-provider';
import { useZone } from '../time/zone';
import { LanguageSwitch } from '../words/language-switch';
import { ThemeChoice } from '../theme/theme-choice';
import classes from './shell.module.css';

export interface Place { readonly to: string; readonly label: string }

/** The frame of every page: where one can go, whose zone the times are told in, who is signed in. */
export function Shell({ name, places, aside }: { readonly name: ReactNode; readonly places: readonly Place[]; readonly aside?: ReactNode }): ReactNode {
  const { formatMessage } = useIntl();
  const { session } = useSession();
  const { zone } = useZone();
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
          <span className="soft">{formatMessage({ id: 'shell.times' }, { zone })}</span>
          <Menu withinPortal position="bottom-end">
            <Menu.Target><Button variant="default" size="xs">{session.name}</Button></Menu.Target>
            <Menu.Dropdown>
              <div className={classes.choice}><LanguageSwitch /></div>
              <div className={classes.choice}><ThemeChoice /></div>
              <Menu.Item onClick={() => void session.signOut()}>{formatMessage({ id: 'shell.signOut' })}</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </span>
      </header>
      <main id="content" className={classes.content} tabIndex={-1}><Outlet /></main>
    </>
  );
}
