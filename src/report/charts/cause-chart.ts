import { scaleLinear } from 'd3-scale';
import { humanAmount, minorOf } from '../../domain/money.ts';
import type { RootCause } from '../../domain/run.ts';
import { currenciesOf } from './chart-figures.ts';
import { PALETTE } from './palette.ts';
import { type Picture, box, label, picture, rule } from './svg.ts';

const WIDTH = 860;
const LEFT = 300;
const RIGHT = 150;
const BAR = 20;
const STEP = 30;
/** Currencies and causes of each that are drawn; the table beside the picture has them all. */
const PANELS = 3;
const CAUSES = 8;

/** Causes with money at stake in a currency, the largest first. */
function causesIn(causes: readonly RootCause[], currency: string): RootCause[] {
  const minor = ({ atStake }: RootCause): bigint => minorOf(atStake[currency] ?? '0', currency);
  return causes.filter((cause) => minor(cause) !== 0n).sort((left, right) => (minor(left) < minor(right) ? 1 : minor(left) > minor(right) ? -1 : 0));
}

/** The causes that are drawn, and likewise the largest of the currencies that are not: what a table beside the picture must have. */
export const chartedCauses = (causes: readonly RootCause[]): ReadonlySet<RootCause> =>
  new Set(currenciesOf(causes.map(({ atStake }) => atStake)).flatMap((currency) => causesIn(causes, currency).slice(0, CAUSES)));

/** Open money by root cause, largest first, each currency on its own scale: amounts of different currencies are never ranked. */
export function causeChart(causes: readonly RootCause[]): Picture {
  const currencies = currenciesOf(causes.map(({ atStake }) => atStake));
  const shown = currencies.slice(0, PANELS);
  const parts = [label(16, 26, 'Open money by root cause', { size: 18, bold: true })];
  let top = 46;
  if (currencies.length > PANELS) parts.push(label(16, top, `Shown: ${shown.join(', ')}; ${currencies.length - PANELS} more in the table.`, { colour: PALETTE.quiet }));
  if (causes.length === 0) parts.push(label(16, (top += 16), 'Nothing is open.', { size: 15 }));
  for (const currency of shown) {
    const own = causesIn(causes, currency);
    const scale = scaleLinear().domain([0, Math.max(1e-9, ...own.map(({ atStake }) => Number(atStake[currency])))]).range([LEFT, WIDTH - RIGHT]);
    top += 30;
    parts.push(label(16, top, currency, { bold: true }));
    top += 10;
    const first = top;
    for (const cause of own.slice(0, CAUSES)) {
      const decimal = cause.atStake[currency] ?? '0';
      parts.push(
        label(LEFT - 10, top + 15, cause.title, { anchor: 'end' }, 44),
        box(LEFT, top, Math.max(2, scale(Number(decimal)) - LEFT), BAR, PALETTE.bar),
        label(Math.max(LEFT + 2, scale(Number(decimal))) + 8, top + 15, `${humanAmount(decimal, currency)} · ${cause.rows}`, { size: 12 }),
      );
      top += STEP;
    }
    parts.push(rule(LEFT, first - 4, LEFT, top - 4, PALETTE.quiet));
    if (own.length === 0) parts.push(label(LEFT, (top += 10), 'nothing at stake', { colour: PALETTE.quiet }));
    if (own.length > CAUSES) parts.push(label(LEFT, (top += 10), `and ${own.length - CAUSES} more causes`, { colour: PALETTE.quiet }));
  }
  if (causes.length > 0) parts.push(label(16, top + 22, 'Beside each bar: money that waits for the fix, and how many open rows do. A row that needs two fixes stands at both.', { colour: PALETTE.quiet }));
  return picture(WIDTH, top + 36, parts);
}
