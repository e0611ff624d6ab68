import { Button, Menu } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { useSession } from '../sign-in/session-provider';
import { ThemeChoice } from '../theme/theme-choice';
import { LanguageSwitch } from '../words/language-switch';
import classes from './shell.module.css';

/** Who is signed in, how the portal looks and speaks, and the way out. It comes when it is first opened. */
export function AccountMenu({ isOpen }: { readonly isOpen: boolean }): ReactNode {
  const { formatMessage } = useIntl();
  const { session, signOut } = useSession();
  const [opened, setOpened] = useState(isOpen);
  return (
    <Menu withinPortal position="bottom-end" opened={opened} onChange={setOpened}>
      <Menu.Target><Button variant="default" size="xs"><bdi>{session.name}</bdi></Button></Menu.Target>
      <Menu.Dropdown>
        <div className={classes.choice}><LanguageSwitch /></div>
        <div className={classes.choice}><ThemeChoice /></div>
        <Menu.Item onClick={signOut}>{formatMessage({ id: 'shell.signOut' })}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
