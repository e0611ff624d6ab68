import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { KeysProvider, useKeys } from '../shared/keys/keys-provider';
import { Shell } from '../shared/shell/shell';
import { ZoneProvider } from '../shared/time/zone';
import { CaseLive, LiveWord } from './live/case-live';

/** What every page of the console stands in: the keys, the zone of its times, the live feed, and the places one can go. */
export function ConsoleFrame(): ReactNode {
  return <KeysProvider><ZoneProvider><CaseLive><Places /></CaseLive></ZoneProvider></KeysProvider>;
}

/** Main places, with the second key behind `g`; a new noun adds its line here. */
const PLACES = [{ to: '/queue', name: 'queue', key: 'q' }, { to: '/tenants', name: 'tenants', key: 't' }] as const;

function Places(): ReactNode {
  const { formatMessage } = useIntl();
  const navigate = useNavigate();
  useKeys([
    ...PLACES.map(({ to, name, key }) => ({ keys: [`g ${key}`], label: formatMessage({ id: 'place.goTo' }, { place: formatMessage({ id: `place.${name}` }) }), run: () => void navigate({ to }) })),
    // The list itself is shown by whoever knows the keys.
    { keys: ['?'], label: formatMessage({ id: 'keys.help' }) },
  ]);
  return <Shell name="Yagura" aside={<LiveWord />} places={PLACES.map(({ to, name }) => ({ to, label: formatMessage({ id: `place.${name}` }) }))} />;
}
