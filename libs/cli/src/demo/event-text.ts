/** Where a demo event comes from; decides its `sourcetype`, never how it is parsed. */
export type DemoSource = 'windows' | 'cloudtrail' | 'linux' | 'web';

/** One HEC object, ready to be sent: `time` in seconds since 1970 with milliseconds as fraction. */
export interface HecBody {
  readonly time: number;
  readonly host: string;
  readonly sourcetype: string;
  readonly event: unknown;
}

/** One event of a story or of the background, with the instant at which it is due. */
export interface DemoEvent {
  readonly atMs: number;
  readonly source: DemoSource;
  readonly body: HecBody;
}

/** Values for the `$NAME$` places of a template; a function is called once for each place. */
export type Fill = ReadonlyMap<string, string | (() => string)>;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const SOURCETYPES: Readonly<Record<DemoSource, string>> = {
  windows: 'windows', cloudtrail: 'aws:cloudtrail', linux: 'linux', web: 'nginx:access',
};

/** The ways in which the sources write one instant: ISO, Sysmon, Linux audit, RFC 3164 (UTC) and web access logs. */
export function writtenTimes(atMs: number): ReadonlyMap<string, string> {
  const date = new Date(atMs);
  const iso = date.toISOString();
  const clock = iso.slice(11, 19);
  const month = MONTHS[date.getUTCMonth()];
  const day = String(date.getUTCDate());
  return new Map([
    ['ISO', `${iso.slice(0, 19)}Z`],
    ['ISO_MS', iso],
    ['SYSMON', iso.slice(0, 23).replace('T', ' ')],
    ['AUDIT', (atMs / 1000).toFixed(3)],
    ['BSD', `${month} ${day.padStart(2)} ${clock}`],
    ['CLF', `${day.padStart(2, '0')}/${month}/${date.getUTCFullYear()}:${clock} +0000`],
  ]);
}

/** A copy of a template with every `$NAME$` in its texts replaced; a name without a value stays as it is. */
export function fillTemplate(template: unknown, fill: Fill): unknown {
  if (typeof template === 'string') return fillText(template, fill);
  if (Array.isArray(template)) return template.map((element) => fillTemplate(element, fill));
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(Object.entries(template).map(([key, value]) => [key, fillTemplate(value, fill)]));
}

/** Replaces the places of one text. */
export function fillText(text: string, fill: Fill): string {
  return text.replace(/\$([A-Z][A-Z_]*)\$/g, (place, name: string) => {
    const value = fill.get(name);
    return typeof value === 'function' ? value() : value ?? place;
  });
}

/** Wraps a finished event for the HEC door. */
export function demoEvent(source: DemoSource, host: string, atMs: number, event: unknown): DemoEvent {
  return { atMs, source, body: { time: atMs / 1000, host, sourcetype: SOURCETYPES[source], event } };
}
