import { request, type Agent } from 'node:http';

/** One packed body on its way to the HEC door; the token names its source, the channel its shipper. */
export interface HecPost {
  readonly token: string;
  readonly channel: string;
  readonly body: Buffer;
}

/** Posts a body over one of the agent's kept connections and answers the door's status. Rejects when nobody answers. */
export function postHec(agent: Agent, hecUrl: string, { token, channel, body }: HecPost): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Splunk ${token}`, 'content-encoding': 'gzip', 'x-splunk-request-channel': channel, 'content-length': body.length };
    const sending = request(`${hecUrl}/services/collector/event`, { method: 'POST', agent, headers }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode ?? 0)).once('error', reject);
    });
    sending.once('error', reject);
    sending.end(body);
  });
}
