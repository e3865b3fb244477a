import { currencyDecimals } from '../../domain/currency.ts';

/** Currencies of which a bare $ may be the sign. */
const DOLLARS_AND_PESOS = 'ARS AUD BBD BMD BND BSD BZD CAD CLP COP CUP DOP FJD GYD HKD JMD KYD LRD MXN NAD NZD SBD SGD SRD TTD TWD USD UYU XCD';

/** Which currencies a sign may stand for, letters before it included. A sign that is not here, such as that of cents, stands for none. */
const SIGNS: Readonly<Record<string, string>> = {
  $: DOLLARS_AND_PESOS, US$: 'USD', A$: 'AUD', AU$: 'AUD', C$: 'CAD NIO', CA$: 'CAD', NZ$: 'NZD', S$: 'SGD', SG$: 'SGD', HK$: 'HKD', MX$: 'MXN', NT$: 'TWD', R$: 'BRL', RD$: 'DOP', J$: 'JMD', TT$: 'TTD', EC$: 'XCD',
  '€': 'EUR', '£': 'GBP', '¥': 'CNY JPY', 'CN¥': 'CNY', 'JP¥': 'JPY', '₹': 'INR', '₩': 'KRW', '₫': 'VND', '₽': 'RUB', '₺': 'TRY', '₴': 'UAH', '₪': 'ILS', '₱': 'PHP', '₦': 'NGN', '₡': 'CRC', '₲': 'PYG', '₵': 'GHS', '₸': 'KZT',
  '₼': 'AZN', '₾': 'GEL', '₭': 'LAK', '₮': 'MNT', '฿': 'THB', '៛': 'KHR', '৳': 'BDT', '֏': 'AMD', '؋': 'AFN',
};
const CURRENCIES = new Map(Object.entries(SIGNS).map(([sign, codes]) => [sign, new Set(codes.split(' '))]));
/** A sign with the letters before it, or a code. */
const MARKS = /[A-Za-z]*\p{Sc}|[A-Za-z]{3,}/gu;
const SIGN = /\p{Sc}$/u;

/** Whether an amount bears the sign or the code of another currency than its own, or a sign that is none of its own. */
export function marksAnother(written: string, currency: string): boolean {
  return (written.replaceAll(/\s/g, '').match(MARKS) ?? []).some((mark) => {
    // NFKC makes the wide signs of East Asian keyboards plain ones.
    const plain = mark.normalize('NFKC').toUpperCase();
    return SIGN.test(mark) ? CURRENCIES.get(plain)?.has(currency) !== true : plain !== currency && currencyDecimals(plain) !== undefined;
  });
}
