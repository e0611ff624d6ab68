interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly path: string;
  readonly host: string;
}

/** The cookies of one sign-in: host-only, by path, in memory (RFC 6265, section 5); expiry matters only as removal. */
export class CookieJar {
  private cookies: readonly Cookie[] = [];

  store(url: URL, setCookies: readonly string[]): void {
    for (const line of setCookies) {
      const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
      const at = pair.indexOf('=');
      if (at < 1) continue;
      const cookie = { name: pair.slice(0, at), value: pair.slice(at + 1), path: pathOf(attributes), host: url.host };
      const others = this.cookies.filter((each) => each.name !== cookie.name || each.path !== cookie.path || each.host !== cookie.host);
      this.cookies = isRemoval(attributes) ? others : [...others, cookie];
    }
  }

  headerFor(url: URL): string {
    return this.cookies.filter((each) => each.host === url.host && isWithin(url.pathname, each.path))
      .map((each) => `${each.name}=${each.value}`).join('; ');
  }
}

const valueOf = (attributes: readonly string[], name: string): string | undefined =>
  attributes.find((each) => each.toLowerCase().startsWith(`${name}=`))?.slice(name.length + 1);

const pathOf = (attributes: readonly string[]): string => valueOf(attributes, 'path') ?? '/';

function isRemoval(attributes: readonly string[]): boolean {
  const expires = valueOf(attributes, 'expires');
  return valueOf(attributes, 'max-age') === '0' || (expires !== undefined && Date.parse(expires) <= Date.now());
}

const isWithin = (path: string, allowed: string): boolean =>
  path === allowed || path.startsWith(allowed.endsWith('/') ? allowed : `${allowed}/`);
