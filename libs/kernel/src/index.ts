export * from './app-error';
export * from './clock';
export * from './exhaustive';
export * from './ids';
export * from './permission';
export * from './tenant-context';
