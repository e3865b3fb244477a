/**
 * ISO 4217 list one (data of 2026-02): active codes by their number of decimals. Codes without a minor unit (metals, test and
 * bond-market codes) are left out on purpose: nothing can be ordered in them.
 */
const ZERO = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF';
const TWO =
  'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC ' +
  'CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR ' +
  'KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN ' +
  'PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS ' +
  'UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG';
const THREE = 'BHD IQD JOD KWD LYD OMR TND';
const FOUR = 'CLF UYW';

const DECIMALS = new Map<string, number>();
for (const [codes, decimals] of [[ZERO, 0], [TWO, 2], [THREE, 3], [FOUR, 4]] as const) {
  for (const code of codes.split(' ')) DECIMALS.set(code, decimals);
}

/** Codes that nobody pays in: funds, units of account, and money of another day's settlement. */
const FUNDS = new Set('BOV CHE CHW CLF COU MXV USN UYI UYW XAD'.split(' '));
/** The codes that people pay in. */
export const MONEY: readonly string[] = [...DECIMALS.keys()].filter((code) => !FUNDS.has(code));
/** The most decimals that a currency has. */
export const MOST_DECIMALS = Math.max(...DECIMALS.values());

/** Number of decimals of an ISO 4217 currency, or undefined where the code (upper case) is none. */
export function currencyDecimals(code: string): number | undefined {
  if (code !== lastCode) {
    lastCode = code;
    lastDecimals = DECIMALS.get(code);
  }
  return lastDecimals;
}

// The currency that was asked for last: it is asked for amount by amount, and those of a document are in one.
let lastCode = '';
let lastDecimals: number | undefined;

const SYMBOLS: Record<string, string> = { USD: '$', EUR: '€', GBP: '£', JPY: '¥', CAD: 'CA$', AUD: 'A$', INR: '₹', CNY: 'CN¥', KRW: '₩' };

/** The sign people write before an amount, else the code and a space. */
export function currencySymbol(code: string): string {
  return SYMBOLS[code] ?? `${code} `;
}
