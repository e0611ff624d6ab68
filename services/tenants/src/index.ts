export { tenantsService } from './app.module';
export { ASSERTION_KEY, AUDIT_DB, IDENTITY_ADMIN, IDENTITY_NEWS, INSTALLATION_KEY, MAILER, PUBLIC_URLS, SOURCE_PEPPER, type PublicUrls } from './ports';
export { PROVIDER_TENANT_ID } from './provider/provider';
export { seedProvider, type ProviderSeed, type SeededProvider } from './provider/seed-provider';
