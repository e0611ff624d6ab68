export { casesService } from './app.module';
