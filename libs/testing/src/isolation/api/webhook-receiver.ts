import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A company's receiver of webhooks: takes every message, and keeps each under the path that it came to. */
export class WebhookReceiver {
  readonly received: { readonly path: string; readonly text: string }[] = [];

  private constructor(private readonly server: Server) {}

  static async open(): Promise<WebhookReceiver> {
    const server = createServer();
    const receiver = new WebhookReceiver(server);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
        receiver.received.push({ path: request.url ?? '', text: `${JSON.stringify(request.headers)}\n${Buffer.concat(chunks).toString('utf8')}` });
        response.end();
      });
    });
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    return receiver;
  }

  /** As an operator lists it. */
  get place(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => { this.server.close(() => resolve()); });
  }
}
