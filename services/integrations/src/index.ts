export { integrationsService } from './app.module';
export { EGRESS, INSTALLATION_KEY } from './ports';
