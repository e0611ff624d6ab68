import { InvalidInput } from '@yagura/kernel';

const PLACE = /^(\[[0-9a-f:.]{2,45}\]|[a-z0-9.-]{1,253}):([0-9]{1,5})$/;

/**
 * Exact `host:port` pairs that an operator opens although they are not public: a demo's receiver on loopback, a proxy. It comes from the
 * configuration of the installation alone; nothing that a tenant can write reaches it.
 */
export class AllowedPlaces {
  /** As they are shown to people, in their canonical form. */
  readonly all: readonly string[];

  /** Throws InvalidInput `egress.unfit_place` for what is no canonical pair. */
  constructor(places: readonly string[]) {
    this.all = [...new Set(places.map(canonical))];
  }

  has(host: string, port: number): boolean {
    return this.all.includes(`${host.includes(':') ? `[${host}]` : host}:${port}`);
  }
}

/** The list of an installation whose operator opened nothing. */
export const NOWHERE_ELSE = new AllowedPlaces([]);

function canonical(place: string): string {
  const [, host, port] = PLACE.exec(place.toLowerCase()) ?? [];
  const url = host === undefined ? undefined : hostOf(host);
  if (url === undefined || url !== host || Number(port) < 1 || Number(port) > 65_535) {
    throw new InvalidInput('A place that messages may go to is an exact host:port, such as 127.0.0.1:9000 or [::1]:9000.', { slug: 'egress.unfit_place' });
  }
  return `${host}:${Number(port)}`;
}

function hostOf(host: string): string | undefined {
  try {
    return new URL(`https://${host}`).hostname;
  } catch {
    return undefined;
  }
}
