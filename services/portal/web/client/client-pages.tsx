import { createRootRoute, createRoute, createRouter, lazyRouteComponent, RouterProvider } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { PageFault } from '../shared/page/page-fault';
import { NotFound } from '../shared/page/page-states';
import { Shell } from '../shared/shell/shell';
import { CompanyProvider } from './company/company';
import { caseSearch } from './case/case-search';
import { HomePage } from './home/home-page';
import { promiseSearch } from './promise/promise-search';

const PLACES = [
  ['/', 'place.home'], ['/cases', 'place.cases'], ['/promises', 'place.promises'], ['/protection', 'place.protection'], ['/reports', 'place.reports'],
  ['/invoices', 'place.invoices'], ['/access-log', 'place.accessLog'],
] as const;

function Frame(): ReactNode {
  const { formatMessage } = useIntl();
  const places = PLACES.map(([to, id]) => ({ to, label: formatMessage({ id }) }));
  return <CompanyProvider>{({ name }) => <Shell name={<bdi>{name}</bdi>} places={places} />}</CompanyProvider>;
}

const root = createRootRoute({ component: Frame, notFoundComponent: NotFound, errorComponent: PageFault });
const under = { getParentRoute: () => root };
const pages = [
  createRoute({ ...under, path: '/', component: HomePage }),
  createRoute({ ...under, path: '/cases', validateSearch: caseSearch, component: lazyRouteComponent(() => import('./case/cases-page'), 'CasesPage') }),
  createRoute({ ...under, path: '/cases/$number', component: lazyRouteComponent(() => import('./case/case-page'), 'CasePage') }),
  createRoute({ ...under, path: '/cases/by-id/$id', component: lazyRouteComponent(() => import('./case/case-by-id-page'), 'CaseByIdPage') }),
  createRoute({ ...under, path: '/promises', validateSearch: promiseSearch, component: lazyRouteComponent(() => import('./promise/promises-page'), 'PromisesPage') }),
  createRoute({ ...under, path: '/promises/$id', component: lazyRouteComponent(() => import('./promise/promise-page'), 'PromisePage') }),
  createRoute({ ...under, path: '/protection', component: lazyRouteComponent(() => import('./protection/protection-page'), 'ProtectionPage') }),
  createRoute({ ...under, path: '/reports', component: lazyRouteComponent(() => import('./report/reports-page'), 'ReportsPage') }),
  createRoute({ ...under, path: '/reports/$id', component: lazyRouteComponent(() => import('./report/report-page'), 'ReportPage') }),
  createRoute({ ...under, path: '/invoices', component: lazyRouteComponent(() => import('./invoice/invoices-page'), 'InvoicesPage') }),
  createRoute({ ...under, path: '/invoices/$id', component: lazyRouteComponent(() => import('./invoice/invoice-page'), 'InvoicePage') }),
  createRoute({ ...under, path: '/access-log', component: lazyRouteComponent(() => import('./access-log/access-log-page'), 'AccessLogPage') }),
];
const router = createRouter({ routeTree: root.addChildren(pages), defaultPreload: 'intent', scrollRestoration: true });

/** All pages of the client portal. */
export const ClientPages = (): ReactNode => <RouterProvider router={router} />;
