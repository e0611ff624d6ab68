export * from './child/free-port';
export * from './child/guardian';
export * from './child/postgres';
export { isReachableByServer, postgresVersion } from './child/postgres-binaries';
export * from './child/process-tree';
export * from './log';
export * from './service/define-service';
export * from './service/service-edge';
export * from './trace-export';
