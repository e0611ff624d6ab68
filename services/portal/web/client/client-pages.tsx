import { createRootRoute, createRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { PageFault, PageNotFound } from '../shared/page/page-fault';
import { Shell } from '../shared/shell/shell';
import { ZoneProvider } from '../shared/time/zone';
import { HomePage } from './home/home-page';

function Frame(): ReactNode {
  const { formatMessage } = useIntl();
  return <ZoneProvider><Shell name="Yagura" places={[{ to: '/', label: formatMessage({ id: 'place.home' }) }]} /></ZoneProvider>;
}

const root = createRootRoute({ component: Frame, notFoundComponent: PageNotFound, errorComponent: PageFault });
const pages = [
  createRoute({ getParentRoute: () => root, path: '/', component: HomePage }),
];
const router = createRouter({ routeTree: root.addChildren(pages), defaultPreload: 'intent', scrollRestoration: true });

/** All pages of the client portal. */
export const ClientPages = (): ReactNode => <RouterProvider router={router} />;
