export { builtDocuments, type Entry } from './built-entry';
export { startSite, type RunningSite, type SiteSettings } from './site';
