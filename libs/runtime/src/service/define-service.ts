import type { Server } from 'node:http';
import type { DynamicModule, INestApplication, INestApplicationContext, Type } from '@nestjs/common';
import type { ServiceApi } from '@yagura/contracts';
import type { LoginRole, TenantDb } from '@yagura/db';
import { ConsumerRuntime, type DomainEvents } from '@yagura/messaging';
import type { Logger } from 'pino';
import { NestLog } from './nest-log';
import type { Implements, ServiceClient, ServiceEdge } from './service-edge';

/** Work of a service beside calls and events: doors, pipelines, timers. Started after the consumers, stopped before them. */
export interface Worker {
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** One service as the composition sees it. `platform` values become injectable under their keys (classes or symbols). */
export interface ServiceDefinition {
  readonly name: string;
  readonly role: LoginRole;
  readonly module: Type;
  readonly controllers: readonly (readonly [ServiceApi, Type])[];
  readonly consumers: readonly Type[];
  readonly workers: readonly Type<Worker>[];
  /** True for a service that serves HTTP through Nest itself (the gateway). */
  readonly http?: boolean;
}

export const defineService = (definition: ServiceDefinition): ServiceDefinition => definition;

export interface Provided {
  readonly key: symbol | Type | (abstract new (...args: never[]) => object);
  readonly value: unknown;
}

export interface ServicePlatform {
  readonly db: TenantDb;
  readonly events: DomainEvents;
  readonly edge: ServiceEdge;
  /** How this service calls others; default the edge itself, where they are in this process. */
  readonly client?: ServiceClient;
  readonly log: Logger;
  /** Ports and settings that this service's module injects. */
  readonly provide: readonly Provided[];
  /** Address for a service with `http`. */
  readonly listen?: { readonly host: string; readonly port: number };
}

export interface RunningService {
  readonly name: string;
  /** Port that was taken, for a service with `http`. */
  readonly port?: number;
  /** A provider of the service's module, for the composition and for tests. */
  get<T>(type: Type<T> | symbol): T;
  stop(): Promise<void>;
}

/** Injection keys of what every service gets. `TenantDb` itself is injected by its class. */
export const LOG = Symbol('yagura:log');
export const EVENTS = Symbol('yagura:domain-events');
export const SERVICE_CLIENT = Symbol('yagura:service-client');

/** Brings one service up: module, edge, consumers, workers, in this order; `stop` goes the other way. */
export async function startService(service: ServiceDefinition, platform: ServicePlatform): Promise<RunningService> {
  // Loaded with the first service: a process that serves none, such as the relay, does without it.
  const { NestFactory } = await import('@nestjs/core');
  const log = platform.log.child({ service: service.name });
  const root = rootModule(service, platform, log);
  const options = { logger: new NestLog(log), abortOnError: false, bufferLogs: false };
  const web: INestApplication | undefined = service.http === true ? await NestFactory.create(root, { ...options, bodyParser: false }) : undefined;
  const app: INestApplicationContext = web ?? await NestFactory.createApplicationContext(root, options);
  for (const [api, type] of service.controllers) platform.edge.register(api, app.get<Implements<typeof api>>(type));
  const consumers = new ConsumerRuntime(service.name, platform.db, platform.events, service.consumers.map((type) => app.get<object>(type)), log);
  consumers.start();
  const workers = service.workers.map((type) => app.get(type));
  for (const worker of workers) await worker.start();
  const port = web !== undefined && platform.listen !== undefined ? await listen(web, platform.listen) : undefined;
  return {
    name: service.name,
    port,
    get: (type) => app.get(type),
    stop: async () => {
      for (const worker of [...workers].reverse()) await worker.stop();
      await consumers.stop();
      await app.close();
      await platform.db.close();
    },
  };
}

const KEEP_ALIVE_MS = 65_000;

async function listen(app: INestApplication, { host, port }: { host: string; port: number }): Promise<number> {
  await app.listen(port, host);
  const server: Server = app.getHttpServer();
  // Longer than proxies and clients keep an idle connection: whoever reuses one must not meet our closing of it (Node's default is five seconds).
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.headersTimeout = KEEP_ALIVE_MS + 1_000;
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

function rootModule(service: ServiceDefinition, platform: ServicePlatform, log: Logger): DynamicModule {
  class PlatformModule {}
  const providers = [
    { provide: platform.db.constructor, useValue: platform.db },
    { provide: LOG, useValue: log },
    { provide: EVENTS, useValue: platform.events },
    { provide: SERVICE_CLIENT, useValue: platform.client ?? platform.edge },
    ...platform.provide.map(({ key, value }) => ({ provide: key as symbol, useValue: value })),
  ];
  return {
    module: class RootModule {},
    imports: [{ module: PlatformModule, global: true, providers, exports: providers.map(({ provide }) => provide) }, service.module],
  };
}
