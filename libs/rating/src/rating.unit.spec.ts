import fc from 'fast-check';
import { add, compare, divide, exact, integer, multiply, quantityText, type Rounding, roundToWhole, subtract } from './exact';
import { buildCreditNote, buildInvoice, checkQualifiedInvoice, hoursOfMonth, type InvoiceLine, isReturnInvoiceRequired, largestRemainder, rateLine, separateCredits, uniqueEvents } from './index';

const usd = { currency: 'USD', minor: 2, rounding: 'half_up' } as const;
const yen = { currency: 'JPY', minor: 0, rounding: 'floor' } as const;
const roundings = fc.constantFrom<Rounding>('half_up', 'half_even', 'floor', 'ceil');
const decimal = fc.tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.nat(12)).map(([digits, places]) => {
  const text = (digits < 0n ? -digits : digits).toString().padStart(places + 1, '0');
  return `${digits < 0n ? '-' : ''}${places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`}`;
});

describe('exact numbers', () => {
  test('keep the laws of arithmetic where binary floats do not', () => {
    fc.assert(fc.property(decimal, decimal, decimal, (a, b, c) => {
      const [x, y, z] = [exact(a), exact(b), exact(c)];

      expect(compare(multiply(x, add(y, z)), add(multiply(x, y), multiply(x, z)))).toBe(0);
      expect(compare(subtract(add(x, y), y), x)).toBe(0);
      if (y.num !== 0n) expect(compare(multiply(divide(x, y), y), x)).toBe(0);
    }));
    expect(quantityText(add(exact('0.1'), exact('0.2')))).toBe('0.3');
  });

  test('round to a neighbour, mirror about zero where the rule says so, and keep whole numbers', () => {
    fc.assert(fc.property(decimal, roundings, (text, rounding) => {
      const value = exact(text);
      const whole = roundToWhole(value, rounding);
      const distance = subtract(value, integer(whole));

      expect(compare(distance, integer(1))).toBe(-1);
      expect(compare(distance, integer(-1))).toBe(1);
      if (rounding.startsWith('half')) expect(roundToWhole({ num: -value.num, den: value.den }, rounding)).toBe(-whole);
      expect(roundToWhole(integer(whole), rounding)).toBe(whole);
    }));
  });

  test.each<[string, Rounding, bigint]>([
    ['2.5', 'half_even', 2n], ['3.5', 'half_even', 4n], ['-2.5', 'half_even', -2n], ['-2.5', 'half_up', -3n], ['2.5', 'half_up', 3n],
    ['-2.1', 'floor', -3n], ['-2.9', 'ceil', -2n], ['2.1', 'ceil', 3n], ['2.9', 'floor', 2n], ['-0.5', 'half_up', -1n],
  ])('%s rounded by %s is %s', (text, rounding, whole) => {
    expect(roundToWhole(exact(text), rounding)).toBe(whole);
  });

  test.each(['', '1e5', '+1', '.5', '1.', '0x10', ' 1', '1,000', 'NaN'])('the text %p is no number', (text) => {
    expect(() => exact(text)).toThrow(expect.objectContaining({ slug: 'rating.invalid_input', kind: 'InvalidInput' }));
  });

  test('quantities show all decimals that end and six of those that do not', () => {
    expect(['100', '68.719476736', '0.10'].map((text) => quantityText(exact(text)))).toEqual(['100', '68.719476736', '0.1']);
    expect([quantityText(divide(exact('2'), exact('3'))), quantityText(divide(exact('-1'), exact('3')))]).toEqual(['0.666667', '-0.333333']);
  });
});

describe('the largest remainder', () => {
  test('distributes exactly, each share within one unit of the exact one', () => {
    fc.assert(fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n }), fc.array(fc.bigInt({ min: 1n, max: 10n ** 9n }), { minLength: 1, maxLength: 20 }), (total, weights) => {
      const shares = largestRemainder(total, weights);
      const all = weights.reduce((sum, one) => sum + one, 0n);

      expect(shares.reduce((sum, one) => sum + one, 0n)).toBe(total);
      shares.forEach((share, index) => {
        const off = share * all - total * weights[index];
        expect(off > -all && off < all).toBe(true);
      });
    }));
  });

  test('gives ties to the earlier line', () => {
    expect(largestRemainder(100n, [1n, 1n, 1n])).toEqual([34n, 33n, 33n]);
  });
});

const lines = fc.array(fc.record({
  net: fc.nat(10_000_000).map((cents) => (cents / 100).toFixed(2)),
  tax: fc.constantFrom<[string, string]>(['S', '10'], ['S', '8'], ['S', '10.0'], ['AE', '0']),
}).map(({ net, tax: [taxCategory, taxRate] }): InvoiceLine => ({ net, taxCategory, taxRate })), { minLength: 1, maxLength: 12 });
const discounts = fc.array(fc.oneof(
  fc.record({ type: fc.constant('percent' as const), value: fc.nat(120).map(String) }), fc.record({ type: fc.constant('fixed' as const), value: fc.nat(5_000).map(String) }),
), { maxLength: 3 });
const cents = (text: string): bigint => BigInt(text.replace('.', ''));
const sumOf = (texts: readonly string[]): bigint => texts.reduce((sum, text) => sum + cents(text), 0n);

describe('an invoice', () => {
  test('adds up: lines to the subtotal, line discounts to the discount, bases and taxes to the total', () => {
    fc.assert(fc.property(lines, discounts, roundings, (all, less, rounding) => {
      const invoice = buildInvoice({ ...usd, rounding, lines: all, discounts: less });

      expect(cents(invoice.subtotal)).toBe(sumOf(all.map(({ net }) => net)));
      expect(cents(invoice.discount)).toBe(sumOf(invoice.lineDiscounts));
      expect(cents(invoice.subtotal) - cents(invoice.discount)).toBe(sumOf(invoice.taxBreakdown.map(({ taxable }) => taxable)));
      expect(cents(invoice.total)).toBe(sumOf(invoice.taxBreakdown.flatMap(({ taxable, tax }) => [taxable, tax])));
      expect(cents(invoice.discount) >= 0n && cents(invoice.discount) <= cents(invoice.subtotal)).toBe(true);
    }));
  });

  test('has the same tax in whatever order its lines are, when no discount is spread', () => {
    fc.assert(fc.property(lines.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))), roundings, ([all, shuffled], rounding) => {
      const taxes = (of: readonly InvoiceLine[]): unknown => buildInvoice({ ...usd, rounding, lines: of }).taxBreakdown
        .map(({ taxCategory, taxRate, taxable, tax }) => [taxCategory, Number(taxRate), taxable, tax].join(' ')).sort();

      expect(taxes(shuffled)).toEqual(taxes(all));
    }));
  });

  test('applies discounts in their order, and never below zero', () => {
    const line: InvoiceLine = { net: '100.00', taxCategory: 'S', taxRate: '10' };
    const discount = (...list: { type: 'percent' | 'fixed'; value: string }[]): string => buildInvoice({ ...usd, lines: [line], discounts: list }).discount;

    expect(discount({ type: 'fixed', value: '50.00' }, { type: 'percent', value: '10' })).toBe('55.00');
    expect(discount({ type: 'percent', value: '10' }, { type: 'fixed', value: '50.00' })).toBe('60.00');
    expect(discount({ type: 'fixed', value: '500.00' })).toBe('100.00');
  });

  test('rounds tax by the issuer’s own rule where it has one', () => {
    const one: InvoiceLine = { net: '19', taxCategory: 'S', taxRate: '10' };

    expect(buildInvoice({ ...yen, lines: [one] }).taxTotal).toBe('1');
    expect(buildInvoice({ ...yen, lines: [one], taxes: { rounding: 'half_up' } }).taxTotal).toBe('2');
  });

  test('refuses a rate on a category without tax and amounts finer than the currency', () => {
    expect(() => buildInvoice({ ...usd, lines: [{ net: '1.00', taxCategory: 'AE', taxRate: '10' }] })).toThrow(expect.objectContaining({ path: 'lines.0.taxRate' }));
    expect(() => buildInvoice({ ...yen, lines: [{ net: '1.5', taxCategory: 'S', taxRate: '10' }] })).toThrow(expect.objectContaining({ path: 'lines.0.net' }));
  });

  test('is never negative: what exceeds it goes to a credit note', () => {
    const all: InvoiceLine[] = [{ net: '-150.00', taxCategory: 'S', taxRate: '10' }, { net: '40.00', taxCategory: 'S', taxRate: '10' }, { net: '5.00', taxCategory: 'S', taxRate: '8' }];

    const { invoice, credit } = separateCredits(all, 2);

    expect(credit).toEqual([{ net: '110.00', taxCategory: 'S', taxRate: '10' }]);
    expect(buildInvoice({ ...usd, lines: invoice }).total).toBe('5.40');
  });
});

describe('credit notes', () => {
  const original = buildInvoice({ ...yen, lines: [{ net: '999', taxCategory: 'S', taxRate: '10' }] });
  const credit = (net: string, ...previous: ReturnType<typeof buildCreditNote>[]) =>
    buildCreditNote({ ...yen, original, previous, lines: [{ net, taxCategory: 'S', taxRate: '10.0' }] });

  test('that together return an invoice return exactly its tax', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 6 }), (parts) => {
      const notes: ReturnType<typeof buildCreditNote>[] = [];
      let left = 999;
      for (const part of parts) {
        if (part >= left) break;
        notes.push(credit(String(part), ...notes));
        left -= part;
      }
      notes.push(credit(String(left), ...notes));

      expect(notes.reduce((sum, { total }) => sum + BigInt(total), 0n)).toBe(BigInt(original.total));
    }));
  });

  test('never exceed the invoice, by group and over time', () => {
    const first = credit('600');

    expect(() => credit('400', first)).toThrow(expect.objectContaining({ slug: 'rating.credit_exceeds_original', kind: 'Conflict' }));
    expect(() => buildCreditNote({ ...yen, original, lines: [{ net: '1', taxCategory: 'S', taxRate: '8' }] })).toThrow(expect.objectContaining({ slug: 'rating.credit_exceeds_original' }));
    expect(() => credit('-1')).toThrow(expect.objectContaining({ slug: 'rating.invalid_input' }));
  });
});

describe('rating kinds beyond the published examples', () => {
  test('a bundle charges only what exceeds it', () => {
    const items = [{ quantity: '12', included: '10', unitPrice: '1.005' }, { quantity: '3', included: '10', unitPrice: '9.00' }];

    expect(rateLine('bundle', { ...usd, bundlePrice: '100.00', items })).toEqual({ amount: '102.01' });
  });

  test('a commit that is exceeded charges its amount and the rest', () => {
    expect(rateLine('commit_overage', { ...usd, commitAmount: '5000.00', includedUnits: '5000', overageUnitPrice: '1.20', quantity: '5000.5' }))
      .toEqual({ overageUnits: '0.5', overageAmount: '0.60', amount: '5000.60' });
  });

  test('series take the last value or the nearest rank', () => {
    const values = Array.from({ length: 30 }, (_, index) => String(index + 1));

    expect(rateLine('series', { ...usd, method: 'p95', values, unitPrice: '1.00' }).quantity).toBe('29');
    expect(rateLine('series', { ...usd, method: 'last', values: ['3', '1', '2'], unitPrice: '1.00' }).amount).toBe('2.00');
  });

  test('foreign lines are converted one by one', () => {
    expect(rateLine('fx', { ...yen, rounding: 'half_up', rate: '150.5', lines: ['0.03', '0.03'] })).toEqual({ lines: ['5', '5'], amount: '10' });
  });

  test('a margin is a share of the selling price, a markup of the cost', () => {
    expect(rateLine('partner', { ...usd, mode: 'margin', list: '1000.00', percent: '25' })).toEqual({ partnerPays: '750.00', partnerMargin: '250.00' });
    expect(rateLine('partner', { ...usd, mode: 'margin', cost: '750.00', percent: '25' })).toEqual({ customerPays: '1000.00', partnerMargin: '250.00' });
    expect(() => rateLine('partner', { ...usd, mode: 'margin', cost: '750.00', percent: '100' })).toThrow(expect.objectContaining({ path: 'percent' }));
  });

  test('distinct subjects are counted once, repeats of an event not at all', () => {
    const events = [['a', '1', 'x'], ['a', '1', 'y'], ['b', '1', 'x'], ['b', '2', 'z']].map(([source, id, subject]) => ({ source, id, subject, qty: '1', time: '2026-06-10T00:00:00Z' }));

    expect(rateLine('events', { tz: 'UTC', period: '2026-06', aggregation: 'distinct', events })).toEqual({ counted: 3, value: '2' });
    expect(uniqueEvents(events).map(({ subject }) => subject)).toEqual(['x', 'x', 'z']);
  });

  test('months have the hours of their zone', () => {
    expect([hoursOfMonth('2026-04', 'Australia/Lord_Howe'), hoursOfMonth('2026-02', 'Asia/Tokyo'), hoursOfMonth('2026-11', 'America/New_York')]).toEqual([720.5, 672, 721]);
  });

  test('usage before the first price has none', () => {
    expect(() => rateLine('price_versions', { ...usd, prices: [{ from: '2026-06-01T00:00:00Z', unitPrice: '1' }], events: [{ time: '2026-05-31T23:59:59Z', qty: '1' }] }))
      .toThrow(expect.objectContaining({ slug: 'rating.no_price_in_force' }));
  });

  test('rating again without late usage adjusts nothing, and corrections may lower it', () => {
    const tiers = [{ upTo: '10', unitPrice: '2.00' }, { upTo: null, unitPrice: '1.00' }];

    expect(rateLine('late_rerate', { ...usd, model: 'graduated', tiers, billedQuantity: '15', lateQuantity: '0' })).toMatchObject({ adjustment: '0.00', document: 'none' });
    expect(rateLine('late_rerate', { ...usd, model: 'graduated', tiers, billedQuantity: '15', lateQuantity: '-6' })).toMatchObject({ rerated: '18.00', adjustment: '-7.00', document: 'credit_note' });
  });

  test.each<[string, () => unknown]>([
    ['tiers that do not rise', () => rateLine('volume', { ...usd, tiers: [{ upTo: '5', unitPrice: '1' }, { upTo: '5', unitPrice: '1' }], quantity: '1' })],
    ['a quantity beyond the last tier', () => rateLine('graduated', { ...usd, tiers: [{ upTo: '5', unitPrice: '1' }], quantity: '6' })],
    ['packages of nothing', () => rateLine('package', { ...usd, packageSize: '0', packagePrice: '1', quantity: '1' })],
    ['a period without days', () => rateLine('proration', { ...usd, quantity: '1', unitPrice: '1', periodStart: '2026-06-01', periodEnd: '2026-06-01' })],
    ['a series without values', () => rateLine('series', { ...usd, method: 'max', values: [], unitPrice: '1' })],
    ['a kind that does not exist', () => rateLine('toString' as 'line', { ...usd, quantity: '1', unitPrice: '1' })],
  ])('%s are refused', (_what, rate) => {
    expect(rate).toThrow(expect.objectContaining({ slug: 'rating.invalid_input' }));
  });
});

describe('a Japanese qualified invoice', () => {
  const complete = {
    issuerName: '櫓セキュリティ株式会社', registrationNumber: 'T1234567890123', transactionDate: '2026-06-01/2026-06-30', recipientName: '株式会社例',
    lines: [{ description: '監視サービス', taxRate: '10' }, { description: '飲料 ※', taxRate: '8' }],
    taxBreakdown: [{ taxCategory: 'S', taxRate: '10', taxable: '1000', tax: '100' }, { taxCategory: 'S', taxRate: '8', taxable: '100', tax: '8' }],
  };

  test('shows every item of article 57-4, or is told what it lacks', () => {
    expect(checkQualifiedInvoice(complete)).toEqual([]);
    expect(checkQualifiedInvoice({ ...complete, registrationNumber: '1234567890123', recipientName: ' ', lines: [{ description: '飲料', taxRate: '8' }] }))
      .toEqual(['registration_number', 'reduced_rate_mark', 'recipient_name']);
    expect(checkQualifiedInvoice({ ...complete, taxBreakdown: complete.taxBreakdown.slice(0, 1) })).toEqual(['total_per_rate']);
  });

  test('needs a return invoice from ten thousand yen on', () => {
    expect([isReturnInvoiceRequired('9999'), isReturnInvoiceRequired('10000')]).toEqual([false, true]);
  });
});
