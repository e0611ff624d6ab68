export { slaService } from './app.module';
