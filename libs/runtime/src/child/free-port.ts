import { createServer } from 'node:net';

/** A port that nobody listens on at this moment; the caller must be ready to lose a race for it. */
export async function freePort(host = '127.0.0.1'): Promise<number> {
  const taken = await tryPort(0, host);
  if (taken === undefined) throw new TypeError('no port');
  return taken;
}

/** True when a server could listen there at this moment. Throws what is wrong with an address that is none of this machine's. */
export const isPortFree = async (port: number, host: string): Promise<boolean> => await tryPort(port, host) !== undefined;

function tryPort(port: number, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error)));
    server.listen(port, host, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : undefined));
    });
  });
}
