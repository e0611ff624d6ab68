import { Button, Stack, Text, Title } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { LanguageSwitch } from '../words/language-switch';
import type { SessionEnd } from './session';

export type NotSignedInReason = SessionEnd | 'refused';

/** Says why nobody is signed in, and the one next step. Typed text waits in this tab for the same person. */
export function NotSignedIn({ reason }: { readonly reason: NotSignedInReason }): ReactNode {
  const { formatMessage } = useIntl();
  const title = formatMessage({ id: `signin.${reason}.title` });
  useEffect(() => { document.title = `${title} · Yagura`; }, [title]);
  const again = reason === 'signed_out' || reason === 'refused' ? '/' : location.pathname + location.search;
  return (
    <Stack component="main" gap="md" maw={480} mx="auto" p="xl" mt="10vh">
      <Title order={1}>{title}</Title>
      <Text>{formatMessage({ id: `signin.${reason}.text` })}</Text>
      <Button component="a" href={again} size="md">{formatMessage({ id: 'signin.again' })}</Button>
      <LanguageSwitch />
    </Stack>
  );
}
