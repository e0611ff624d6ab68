import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect, RouterProvider } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { PageFault } from '../shared/page/page-fault';
import { NotFound } from '../shared/page/page-states';
import { ConsoleFrame } from './console-frame';
import { readCaseSearch } from './case/case-search';
import { readFindingSearch } from './finding/finding-search';
import { QueuePage } from './queue/queue-page';
import { readQueueSearch } from './queue/queue-search';

const root = createRootRoute({ component: ConsoleFrame, notFoundComponent: NotFound, errorComponent: PageFault });
const pages = [
  createRoute({ getParentRoute: () => root, path: '/', beforeLoad: () => { throw redirect({ to: '/queue' }); } }),
  createRoute({ getParentRoute: () => root, path: '/queue', component: QueuePage, validateSearch: readQueueSearch }),
  createRoute({ getParentRoute: () => root, path: '/tenants', component: lazyRouteComponent(() => import('./tenant/tenants-page'), 'TenantsPage') }),
  createRoute({ getParentRoute: () => root, path: '/tenants/new', component: lazyRouteComponent(() => import('./tenant/new-tenant-page'), 'NewTenantPage') }),
  createRoute({ getParentRoute: () => root, path: '/t/$tenant', component: lazyRouteComponent(() => import('./tenant/tenant-page'), 'TenantPage') }),
  createRoute({ getParentRoute: () => root, path: '/t/$tenant/sources', component: lazyRouteComponent(() => import('./source/sources-page'), 'SourcesPage') }),
  createRoute({ getParentRoute: () => root, path: '/t/$tenant/cases/$number', validateSearch: readCaseSearch, component: lazyRouteComponent(() => import('./case/case-page'), 'CasePage') }),
  createRoute({ getParentRoute: () => root, path: '/t/$tenant/findings/$id', validateSearch: readFindingSearch, component: lazyRouteComponent(() => import('./finding/finding-page'), 'FindingPage') }),
];
const router = createRouter({ routeTree: root.addChildren(pages), defaultPreload: 'intent', scrollRestoration: true });

/** All pages of the console. */
export const ConsolePages = (): ReactNode => <RouterProvider router={router} />;
