/** Who may read a text: everybody with a right in the tenant, the provider's people, or those of them who administer people. */
export type Readers = 'everyone' | 'staff' | 'operator';

/** A client company whose every word begins with its mark, which no other text of the room contains. */
export interface Company {
  readonly mark: string;
  readonly slug: string;
  readonly code: string;
  /** The company's texts by place, each unique. */
  readonly words: Readonly<Record<Place, string>>;
}

const PLACES = {
  name: 'everyone', billingName: 'everyone', contactName: 'everyone', contactMail: 'everyone', source: 'everyone', host: 'everyone', user: 'everyone',
  viewerName: 'operator', viewerMail: 'operator', billingMail: 'operator', spareMail: 'operator',
  command: 'everyone', rawField: 'staff', internalComment: 'staff', severityReason: 'staff', ruleReason: 'staff', openVerdict: 'staff',
  customerComment: 'everyone', closedVerdict: 'everyone',
} as const satisfies Readonly<Record<string, Readers>>;

export type Place = keyof typeof PLACES;

export const readersOf = (place: Place): Readers => PLACES[place];
export const PLACES_OF_A_COMPANY = Object.keys(PLACES) as Place[];

/** `mark` is lower-case letters, at most eight: it stands in slugs, mail addresses, host names and codes alike. */
export function companyOf(mark: string): Company {
  const word = (place: Place): string => `${mark}-${place.toLowerCase()}${place.endsWith('Mail') ? `@${mark}-works.example` : ''}`;
  return { mark, slug: `${mark}-works`, code: mark.toUpperCase(), words: Object.fromEntries(PLACES_OF_A_COMPANY.map((place) => [place, word(place)])) as Record<Place, string> };
}

/** Texts of a company that its own people must not read. */
export const hiddenFromCustomers = ({ words }: Company): string[] => PLACES_OF_A_COMPANY.filter((place) => readersOf(place) === 'staff').map((place) => words[place]);
