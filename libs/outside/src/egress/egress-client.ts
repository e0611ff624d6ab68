import { isIP } from 'node:net';
import { isPublicAddress } from './address';
import { type AllowedPlaces, NOWHERE_ELSE } from './allowed-places';
import { EgressFailure } from './egress.errors';
import { egressTarget, type EgressTarget } from './egress-target';
import { exchange, type EgressAnswer, type EgressLimits, type EgressRequest } from './exchange';
import { listedLookup, publicLookup, type NameLookup } from './name-lookup';

export interface EgressOptions {
  readonly places?: AllowedPlaces;
  readonly limits?: Partial<EgressLimits>;
  /** How public names are resolved; specs put a name server's lies here. */
  readonly lookup?: NameLookup;
  /** Further certificate authority in PEM, such as that of a company's own proxy. */
  readonly ca?: string;
}

const LIMITS: EgressLimits = { connectMs: 5_000, answerMs: 15_000, totalMs: 20_000, answerBytes: 65_536 };
/** A name with more addresses than any service needs is a way to make us try them. */
const MOST_ADDRESSES = 32;
const TRIED_ADDRESSES = 3;
/** Another address is worth a try only when this one took nothing from us. */
const UNTOUCHED = new Set(['connect_failed', 'connect_timed_out']);

/**
 * The one way out to addresses that other people chose (reliability, section 12). An address is parsed once, resolved once, all of its answers
 * are checked, and the connection goes to a checked one under the host's own name. No redirect is followed, no proxy or credential of ours used.
 */
export class EgressClient {
  readonly places: AllowedPlaces;
  private readonly limits: EgressLimits;
  private readonly lookup: NameLookup;

  constructor(private readonly options: EgressOptions = {}) {
    this.places = options.places ?? NOWHERE_ELSE;
    this.limits = { ...LIMITS, ...options.limits };
    this.lookup = options.lookup ?? publicLookup;
  }

  /** The canonical form of an address that may be sent to; throws EgressRefused. It asks no name server. */
  check(url: string): string {
    return egressTarget(url, this.places).url;
  }

  /** Throws EgressRefused for an address that may not be sent to, EgressFailure when no answer came. Any status is an answer. */
  async send(request: EgressRequest): Promise<EgressAnswer> {
    const target = egressTarget(request.url, this.places);
    const addresses = (await this.addressesOf(target)).slice(0, TRIED_ADDRESSES);
    for (const [index, address] of addresses.entries()) {
      try {
        return await exchange(request, { target, address, limits: this.limits, ca: this.options.ca });
      } catch (error) {
        const isLast = index === addresses.length - 1;
        if (isLast || !(error instanceof EgressFailure) || !UNTOUCHED.has(error.reason)) throw error;
      }
    }
    throw new EgressFailure('name_not_found');
  }

  /** One bad address among good ones condemns them all: which one a later connection would take is the name server's choice. */
  private async addressesOf({ host, isListed }: EgressTarget): Promise<readonly string[]> {
    if (isIP(host) !== 0) return [host];
    const found = await (isListed ? listedLookup : this.lookup)(host);
    if (found.length > MOST_ADDRESSES) throw new EgressFailure('too_many_addresses');
    if (!isListed && !found.every(isPublicAddress)) throw new EgressFailure('address_blocked');
    return found;
  }
}
