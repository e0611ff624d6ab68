/** The first form of a page: where it goes and what it already holds. */
export interface HtmlForm {
  readonly action: string;
  readonly fields: ReadonlyMap<string, string>;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Reads the first posted form of a login page; undefined when it has none. Enough for forms of inputs with quoted attributes. */
export function firstForm(page: string): HtmlForm | undefined {
  const [, tag, body] = /<form\b([^>]*)>(.*?)<\/form>/is.exec(page) ?? [];
  if (tag === undefined || body === undefined) return undefined;
  const fields = new Map<string, string>();
  for (const [, input = ''] of body.matchAll(/<input\b([^>]*)>/gi)) {
    const name = attribute(input, 'name');
    const isTicked = !/^(checkbox|radio|submit)$/i.test(attribute(input, 'type') ?? '');
    if (name !== undefined && isTicked) fields.set(name, attribute(input, 'value') ?? '');
  }
  return { action: attribute(tag, 'action') ?? '', fields };
}

function attribute(tag: string, name: string): string | undefined {
  for (const [, key, quoted, single] of tag.matchAll(/([a-z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/gi)) {
    if (key?.toLowerCase() === name) return decode(quoted ?? single ?? '');
  }
  return undefined;
}

function decode(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|([a-z]{1,8}));/gi, (entity, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? entity;
    const code = hex === undefined ? Number(decimal) : parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : entity;
  });
}
