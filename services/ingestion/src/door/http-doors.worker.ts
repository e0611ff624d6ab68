import { createServer, type IncomingMessage, type Server } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import { forNobody } from '@yagura/kernel';
import type { Worker } from '@yagura/runtime';
import { DOOR_SETTINGS, type DoorSettings } from '../ports';
import type { Answer } from './answer';
import { BulkDoor } from './bulk/bulk-door.service';
import { DoorAddressService } from './door-address.service';
import { HecDoor } from './hec/hec-door.service';
import { BODY_LIMITS } from './request-body';
import { sendAnswer } from './send-answer';

const DRAIN_MS = 5_000;
/** Splunk's addresses; everything else is Elasticsearch's, whose addresses begin with an index's name. */
const HEC_PATH = /^\/services(?:\/|$)/;

/** The one listener of the doors that speak HTTP. Their addresses do not meet, so a sender is served by what it asks for. */
@Injectable()
export class HttpDoors implements Worker {
  private server?: Server;
  private stopping = false;

  constructor(private readonly hec: HecDoor, private readonly bulk: BulkDoor, private readonly address: DoorAddressService, @Inject(DOOR_SETTINGS) private readonly settings: DoorSettings) {}

  async start(): Promise<void> {
    const server = createServer({ requestTimeout: BODY_LIMITS.idleMs, headersTimeout: 10_000, keepAliveTimeout: 65_000, maxHeaderSize: 16_384 },
      (request, response) => void this.answer(request).then((answer) => {
        // A connection that is kept would hold up the stop until it is cut.
        if (this.stopping) response.shouldKeepAlive = false;
        sendAnswer(request, response, answer);
      }));
    server.maxConnections = 10_000;
    this.server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.settings.port, this.settings.host, resolve);
    });
    this.address.takenPort = this.port;
  }

  /** Port that was taken; differs from the setting when that was 0. */
  get port(): number {
    const address = this.server?.address();
    return typeof address === 'object' && address !== null ? address.port : this.settings.port;
  }

  /** Refuses what comes from now on, and lets what is in work end. */
  async stop(): Promise<void> {
    this.stopping = true;
    const closed = new Promise<void>((resolve) => { this.server?.close(() => resolve()); });
    this.server?.closeIdleConnections();
    setTimeout(() => this.server?.closeAllConnections(), DRAIN_MS).unref();
    await closed;
  }

  private answer(request: IncomingMessage): Promise<Answer> {
    const target = request.url ?? '';
    const url = URL.canParse(target, 'http://door') ? new URL(target, 'http://door') : undefined;
    const isHec = url === undefined || HEC_PATH.test(url.pathname);
    return (isHec ? this.hec : this.bulk).answer(forNobody('ingestion'), { request, url: url ?? new URL('http://door/services'), isStopping: this.stopping });
  }
}
