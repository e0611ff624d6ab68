import { faultsOf, inputOf, type NewTenant } from './new-tenant';

const FORM: NewTenant = {
  slug: 'aoba-foods', code: '', name: ' 青葉食品株式会社 ', plan: 'mdr_standard', serviceMode: 'MDR', timeZone: 'Asia/Tokyo', language: 'JA', billingName: '',
  contactName: '加藤', contactEmail: 'kato@aoba.example', contactPhone: '', userName: '加藤', userEmail: 'kato@aoba.example',
};

describe('the form of a new client company', () => {
  it('is fine when everything needed is there', () => {
    expect(faultsOf(FORM)).toEqual({});
  });

  it.each<[string, Partial<NewTenant>, object]>([
    ['an empty name', { name: '  ' }, { name: 'needed' }],
    ['a slug with capitals', { slug: 'Aoba' }, { slug: 'slug' }],
    ['a slug of two letters', { slug: 'ab' }, { slug: 'slug' }],
    ['a slug that ends with a hyphen', { slug: 'aoba-' }, { slug: 'slug' }],
    ['a code in small letters', { code: 'aob' }, { code: 'code' }],
    ['a phone number without its country', { contactPhone: '03-1234-5678' }, { contactPhone: 'phone' }],
    ['an address without a domain', { userEmail: 'kato@aoba' }, { userEmail: 'email' }],
  ])('names %s by its field', (_, change, faults) => {
    expect(faultsOf({ ...FORM, ...change })).toEqual(faults);
  });

  it('takes a phone number as people write it, and sends its digits', () => {
    const written = { ...FORM, contactPhone: ' +81 (3) 1234-5678 ' };
    expect(faultsOf(written)).toEqual({});
    expect(inputOf(written).contacts[0]).toMatchObject({ phone: '+81312345678' });
  });

  it('bills to the company’s own name when no other is given, and leaves out what was not typed', () => {
    expect(inputOf(FORM)).toMatchObject({ name: '青葉食品株式会社', agreement: { billingName: '青葉食品株式会社' }, users: [{ roles: ['CUSTOMER_APPROVER', 'CUSTOMER_BILLING'] }] });
    expect(inputOf(FORM)).not.toHaveProperty('code');
    expect(inputOf(FORM).contacts[0]).not.toHaveProperty('phone');
  });
});
