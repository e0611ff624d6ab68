export { billingService } from './app.module';
export { type IssuerSeed } from './issuer/issuer.service';
export { seedIssuer } from './issuer/seed-issuer';
export { FILE_STORE } from './ports';
