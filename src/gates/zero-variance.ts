import { plural } from '../domain/plural.ts';
import { amountsLine, minorOf } from '../domain/money.ts';
import { type Gate, remedy } from './judgement.ts';
import { openRemedies } from './open-rows.ts';

/** What a tolerance may let pass in a currency, in minor units; decimals that the currency does not have count for nothing. */
function allowedMinor(maxTolerated: Record<string, string> | undefined, currency: string): bigint {
  const [whole = '0', fraction = ''] = (maxTolerated?.[currency] ?? '0').split('.');
  const zero = minorOf('0', currency);
  const scale = minorOf('1', currency);
  const decimals = scale.toString().length - 1;
  return zero + BigInt(whole) * scale + BigInt(fraction.padEnd(decimals, '0').slice(0, decimals) || '0');
}

/** Both sides come to the same money: net and gross, since a net of zero may hide two wrongs. */
export const zeroVariance: Gate = {
  id: 'zero_variance',
  title: 'Net and gross variance are zero',
  waivable: true,
  judge(facts) {
    const { rows, settings, isEmpty } = facts;
    const currencies = [...new Set([...Object.keys(rows.net), ...Object.keys(rows.tolerated)])].sort();
    const of = (amounts: Record<string, string>, currency: string): bigint => minorOf(amounts[currency] ?? '0', currency);
    const differing = currencies.filter((currency) => of(rows.net, currency) !== 0n || of(rows.gross, currency) !== 0n);
    const tolerated = currencies.filter((currency) => of(rows.tolerated, currency) > allowedMinor(settings.gates.maxTolerated, currency));
    const only = (amounts: Record<string, string>, wanted: readonly string[]): Record<string, string> => Object.fromEntries(wanted.map((currency) => [currency, amounts[currency] as string]));
    return {
      passed: differing.length === 0 && tolerated.length === 0 && rows.incomparable === 0 && !isEmpty,
      measured: { net: rows.net, gross: rows.gross, tolerated: rows.tolerated, incomparable: rows.incomparable },
      required: { net: 0, gross: 0, tolerated: settings.gates.maxTolerated ?? 0, incomparable: 0 },
      measuredText: isEmpty ? 'nothing to compare' : differing.length === 0 ? `zero; tolerated ${amountsLine(only(rows.tolerated, currencies.filter((currency) => of(rows.tolerated, currency) !== 0n)))}` : `net ${amountsLine(only(rows.net, differing))}, gross ${amountsLine(only(rows.gross, differing))}`,
      requiredText: `zero; tolerated at most ${settings.gates.maxTolerated === undefined ? '0' : amountsLine(settings.gates.maxTolerated)}`,
      evidence: [
        ...differing.map((currency) => `${currency}: net ${amountsLine(only(rows.net, [currency]))}, gross ${amountsLine(only(rows.gross, [currency]))}`),
        ...tolerated.map((currency) => `${currency}: tolerances let ${amountsLine(only(rows.tolerated, [currency]))} pass`),
        ...(rows.incomparable > 0 ? [`${plural(rows.incomparable, 'row')} in which two currencies meet`] : []),
        ...rows.offsetting.slice(0, 10).map(({ within, currency, gross, rows: names }) => `cancels out within ${within}: ${names.join(' and ')}, gross ${amountsLine({ [currency]: gross })}`),
      ],
      remedies: [...openRemedies(facts), ...(tolerated.length > 0 ? [remedy('Have the differences that tolerances let pass corrected (rows that agree, and have money at stake), or allow their sum with gates.maxTolerated', 'po-shadow variance --status match,match_within_tolerance --format json')] : [])],
    };
  },
};
