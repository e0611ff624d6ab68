import { useEffect } from 'react';

/** The tab's title; a page of one tenant names it first, so that two tabs are told apart. */
export function usePageTitle(title: string, tenantCode?: string): void {
  useEffect(() => { document.title = `${tenantCode === undefined ? '' : `${tenantCode} · `}${title} · Yagura`; }, [title, tenantCode]);
}
