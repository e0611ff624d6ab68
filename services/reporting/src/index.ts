export { reportingService } from './app.module';
export { FILE_STORE } from './ports';
