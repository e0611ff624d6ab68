export { gatewayService } from './app.module';
export { ASSERTION_KEY, GATEWAY_SETTINGS, TOKEN_VERIFIER, type GatewaySettings } from './ports';
