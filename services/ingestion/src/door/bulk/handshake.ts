/** The version that senders are told when their source names none: clients of 7, 8 and 9 all work with it. */
export const DEFAULT_VERSION = '8.19.2';

/** What a client asks an Elasticsearch before it sends anything, beside `_bulk`. */
export interface Asked {
  readonly method: string;
  readonly pathname: string;
}

/** Whom the answer is for: a stable id stands for a cluster's, so that a client sees the same one after every reconnection. */
export interface AskedBy {
  readonly sourceId: string;
  readonly version: string;
}

export type HandshakeAnswer = { readonly json: object } | { readonly text: string } | { readonly allow: string };

type Reply = (asker: AskedBy) => HandshakeAnswer;
interface Route { readonly path: RegExp; readonly get: Reply; readonly put?: Reply }

const license = ({ sourceId }: AskedBy): object => ({ status: 'active', uid: sourceId, type: 'basic', mode: 'basic' });
const health = { cluster_name: 'yagura', status: 'green', timed_out: false, number_of_nodes: 1, number_of_data_nodes: 1, active_primary_shards: 1, active_shards: 1 };
const nothing: Reply = () => ({ json: {} });
const acknowledged: Reply = () => ({ json: { acknowledged: true } });

/**
 * Templates, policies, pipelines and indices are there already whoever asks, and a change of them is acknowledged and does nothing: the
 * lake needs none, and shippers go on only when theirs are in place.
 */
const ROUTES: readonly Route[] = [
  { path: /^\/$/, get: (asker) => ({ json: serverOf(asker) }) },
  { path: /^\/_license\/?$/, get: (asker) => ({ json: { license: license(asker) } }) },
  { path: /^\/_xpack\/?$/, get: (asker) => ({ json: { license: license(asker), features: {} } }) },
  { path: /^\/_cluster\/health(?:\/[^/]+)?\/?$/, get: () => ({ json: health }) },
  { path: /^\/_cat\/health\/?$/, get: () => ({ text: 'yagura green 1 1 1 1 0 0 0 0 - 100.0%\n' }) },
  { path: /^\/(?:_ilm\/policy|_index_template|_component_template|_data_stream|_ingest|_template|_alias)(?:\/[^/]+)*\/?$/, get: nothing, put: acknowledged },
  { path: /^\/(?:_nodes|_logstash)(?:\/[^/]+)*\/?$/, get: nothing },
  { path: /^\/[^/_][^/]*\/?$/, get: nothing, put: acknowledged },
];

/** The answer to a question of the handshake; undefined for an address that no shipper asks for. */
export function handshake({ method, pathname }: Asked, asker: AskedBy): HandshakeAnswer | undefined {
  const route = ROUTES.find(({ path }) => path.test(pathname));
  if (route === undefined) return undefined;
  if (method === 'GET' || method === 'HEAD') return route.get(asker);
  if (route.put !== undefined && (method === 'PUT' || method === 'POST')) return route.put(asker);
  return { allow: route.put === undefined ? 'GET, HEAD' : 'GET, HEAD, PUT, POST' };
}

function serverOf({ sourceId, version }: AskedBy): object {
  return {
    name: 'yagura', cluster_name: 'yagura', cluster_uuid: Buffer.from(sourceId.replaceAll('-', ''), 'hex').toString('base64url'),
    version: {
      number: version, build_flavor: 'default', build_type: 'tar', build_hash: 'yagura', build_date: '2026-01-01T00:00:00.000Z', build_snapshot: false,
      lucene_version: '9.12.2', minimum_wire_compatibility_version: '7.17.0', minimum_index_compatibility_version: '7.0.0',
    },
    tagline: 'You Know, for Search',
  };
}
