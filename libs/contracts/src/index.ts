export * from './event-type';
export * from './events';
export * from './service-api';
export * from './vocabulary';
export * from './api/access.api';
