import { useIntl } from 'react-intl';

/** Amounts as the currency and the language write them. They come as exact text; a number of that size is exact too. */
export function useMoney(currency: string): (amount: string) => string {
  const { formatNumber } = useIntl();
  return (amount) => formatNumber(Number(amount), { style: 'currency', currency, maximumFractionDigits: amount.split('.')[1]?.length ?? 0 });
}
