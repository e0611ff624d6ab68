import { asRecord, type ApiActor, type ApiCaller } from './api-caller';

/** One open subscription: what arrived so far, and whether it has ended. */
export class EventStream {
  readonly arrived: Readonly<Record<string, unknown>>[] = [];
  /** All text of the stream. */
  text = '';
  status = 0;
  isEnded = false;
  private readonly abort = new AbortController();

  /** Opens it; resolves when the server has answered with its head. */
  static async open(caller: ApiCaller, actor: ApiActor, query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<EventStream> {
    const stream = new EventStream();
    const response = await caller.open(actor, query, variables, 'text/event-stream', stream.abort.signal);
    stream.status = response.status;
    void stream.read(response).catch(() => undefined).finally(() => { stream.isEnded = true; });
    return stream;
  }

  close(): void {
    this.abort.abort();
  }

  private async read(response: Response): Promise<void> {
    if (response.body === null) return;
    const decoder = new TextDecoder();
    const reader = response.body.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      this.text += decoder.decode(part.value, { stream: true });
      this.arrived.splice(0, Infinity, ...this.text.split('\n\n').slice(0, -1).flatMap(payloadOf));
    }
  }
}

function payloadOf(block: string): Readonly<Record<string, unknown>>[] {
  const data = block.split('\n').filter((line) => line.startsWith('data:')).map((line) => line.slice(5).trim()).join('\n');
  return data === '' ? [] : [asRecord(JSON.parse(data))];
}
