import type { Meter } from '@yagura/rating';
import type { InvoiceLine, LineFacts, LineUsage } from './invoice';

/**
 * What a final month still owes for usage that became known later (service levels, section 5.3, `late_rerate`): per meter and price, the
 * month rated with that usage less the month as it was billed, both at the same price version. A meter that comes out lower needs a
 * credit note: it gives no line and stays open.
 */
export function lateLines(billed: readonly LineFacts[], rerated: readonly LineFacts[], usageOf: (meter: Meter) => LineUsage): Omit<InvoiceLine, 'lineId'>[] {
  return rerated.flatMap((line) => {
    const before = billed.find(({ meter, unitPrice }) => meter === line.meter && unitPrice === line.unitPrice);
    const measuredBefore = billed.find(({ meter }) => meter === line.meter)?.measuredQuantity ?? '0';
    const amountMinor = line.amountMinor - (before?.amountMinor ?? 0n);
    if (amountMinor <= 0n) return [];
    return [{
      ...line, kind: 'late' as const, amountMinor, quantity: decimalLess(line.quantity, before?.quantity ?? '0'),
      measuredQuantity: decimalLess(line.measuredQuantity, measuredBefore), usage: usageOf(line.meter),
    }];
  });
}

/** `a − b` of plain decimal texts, exactly, without trailing zeros. */
export function decimalLess(a: string, b: string): string {
  const places = Math.max(placesOf(a), placesOf(b));
  const units = scaled(a, places) - scaled(b, places);
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, '0');
  const text = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`.replace(/\.?0+$/, '');
  return units < 0n ? `-${text}` : text;
}

const placesOf = (text: string): number => text.split('.')[1]?.length ?? 0;
const scaled = (text: string, places: number): bigint => BigInt(text.replace('.', '') + '0'.repeat(places - placesOf(text)));
