import type { DemoSource } from './event-text';
import { STORIES } from './story';

/** A client company of the demo world. */
export interface DemoCompany {
  readonly slug: string;
  readonly code: string;
  readonly name: string;
  readonly agreement: {
    readonly plan: string; readonly slaPolicy: string; readonly serviceMode: 'MDR' | 'MSSP'; readonly timeZone: string; readonly language: 'ja' | 'en';
    readonly currency: string; readonly billingName: string;
  };
  readonly sources: readonly { readonly name: string; readonly kind: DemoSource; readonly critical: boolean }[];
  readonly viewer: { readonly email: string; readonly displayName: string };
}

const named = (slug: string): { readonly ja: string; readonly en: string } => {
  const story = STORIES.find(({ company }) => company.slug === slug);
  return story?.company ?? { ja: slug, en: slug };
};

/**
 * The two client companies: a Japanese manufacturer whose promise counts seconds, so that a kept and a broken one can be watched at any
 * hour, and an English firm on business hours.
 */
export const COMPANIES: readonly DemoCompany[] = [
  {
    slug: 'sakura-seimitsu', code: 'SAKURA', name: named('sakura-seimitsu').ja,
    agreement: { plan: 'mdr_standard', slaPolicy: 'demo_seconds', serviceMode: 'MDR', timeZone: 'Asia/Tokyo', language: 'ja', currency: 'JPY', billingName: named('sakura-seimitsu').ja },
    sources: [
      { name: 'Windows クライアントとサーバー', kind: 'windows', critical: true }, { name: '社外公開ウェブサーバー', kind: 'web', critical: false },
      { name: 'Linux ファイルサーバー', kind: 'linux', critical: true }, { name: 'AWS CloudTrail', kind: 'cloudtrail', critical: false },
    ],
    viewer: { email: 'it@sakura-seimitsu.example', displayName: '桜井 まどか' },
  },
  {
    slug: 'harrowgate', code: 'HARROW', name: named('harrowgate').en,
    agreement: { plan: 'mssp_business', slaPolicy: 'business_hours_london', serviceMode: 'MSSP', timeZone: 'Europe/London', language: 'en', currency: 'JPY', billingName: named('harrowgate').en },
    sources: [
      { name: 'AWS CloudTrail', kind: 'cloudtrail', critical: true }, { name: 'Linux servers', kind: 'linux', critical: true },
      { name: 'Public web server', kind: 'web', critical: false }, { name: 'Office PCs', kind: 'windows', critical: false },
    ],
    viewer: { email: 'security@harrowgate.example', displayName: 'Harriet Gale' },
  },
];

/** One of the provider's people; `role` is held in the provider's own tenant and, by explicit grants, in both companies. */
export interface DemoStaff {
  readonly email: string;
  readonly displayName: string;
  readonly locale: 'ja' | 'en';
  readonly role: 'analyst' | 'operator';
}

/** The provider's analyst of the demo world. */
export const ANALYST: DemoStaff = { email: 'analyst@yagura.invalid', displayName: 'Aoi Tanaka', locale: 'en', role: 'analyst' };

/** Who brings client companies and their sources in. */
export const MANAGER: DemoStaff = { email: 'manager@yagura.invalid', displayName: 'Ren Sato', locale: 'ja', role: 'operator' };
