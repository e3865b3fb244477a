import { scaleBand, scaleLinear } from 'd3-scale';
import { weekday } from '../../domain/calendar.ts';
import type { DayFact, DecisionModel } from '../decision-model.ts';
import { currenciesOf } from './chart-figures.ts';
import { PALETTE } from './palette.ts';
import { type Picture, box, label, legend, picture, rule } from './svg.ts';

const WIDTH = 860;
const LEFT = 84;
const RIGHT = 16;
const PANEL = 120;
const GAP = 44;
const TOP = 62;
/** Currencies that get a panel; the table beside the picture has them all. */
const PANELS = 3;
/** Days whose dates can stand side by side. */
const LABELS = 16;

/** A stretch of the picture with a scale of its own: bars that stand on each other, of whole numbers or of money. */
interface Panel {
  title: string;
  whole: boolean;
  bars: { name: string; of(day: DayFact): number; colour: string }[];
}

/** Variance by day of the window: rows that agree and rows that do not, and below, for each currency on its own scale, the gross variance. */
export function dayChart({ days, window }: Pick<DecisionModel, 'days' | 'window'>): Picture {
  const currencies = currenciesOf(days.map(({ gross }) => gross));
  const shown = currencies.slice(0, PANELS);
  const height = TOP + (1 + shown.length) * (PANEL + GAP) + 10;
  const band = scaleBand<string>().domain(days.map(({ date }) => date)).range([LEFT, WIDTH - RIGHT]).padding(0.25);
  const parts = [
    label(16, 26, 'Variance by day', { size: 18, bold: true }),
    label(16, 46, `Window ${window.from} to ${window.to}. ${currencies.length > PANELS ? `Shown: ${shown.join(', ')}; ${currencies.length - PANELS} more in the table. ` : ''}Shaded: weekends.`, { colour: PALETTE.quiet }),
  ];
  const panels: Panel[] = [
    { title: 'Rows', whole: true, bars: [{ name: 'open', of: ({ open }) => open, colour: PALETTE.open }, { name: 'agreeing', of: ({ agreeing }) => agreeing, colour: PALETTE.agree }, { name: 'neither', of: ({ rows, agreeing, open }) => rows - agreeing - open, colour: PALETTE.other }] },
    ...shown.map((currency): Panel => ({ title: `Gross variance, ${currency}`, whole: false, bars: [{ name: currency, of: ({ gross }) => Number(gross[currency] ?? 0), colour: PALETTE.bar }] })),
  ];
  panels.forEach(({ title, bars, whole }, index) => {
    const top = TOP + 20 + index * (PANEL + GAP);
    const most = Math.max(0, ...days.map((day) => bars.reduce((sum, { of }) => sum + of(day), 0)));
    const scale = scaleLinear().domain([0, most === 0 ? 1 : most]).range([top + PANEL, top]).nice(4);
    parts.push(label(16, top - 10, title, { bold: true }));
    if (bars.length > 1) parts.push(legend(LEFT, top - 10, bars));
    for (const day of days) if (['sat', 'sun'].includes(weekday(day.date))) parts.push(box((band(day.date) ?? 0) - band.step() * 0.125, top, band.step(), PANEL, PALETTE.shade));
    for (const tick of scale.ticks(4)) {
      if (whole && !Number.isInteger(tick)) continue;
      parts.push(rule(LEFT, scale(tick), WIDTH - RIGHT, scale(tick)), label(LEFT - 8, scale(tick) + 4, tick.toLocaleString('en-US'), { size: 11, colour: PALETTE.quiet, anchor: 'end' }));
    }
    for (const [place, day] of days.entries()) {
      const x = band(day.date) ?? 0;
      let below = 0;
      for (const { of, colour } of bars) {
        const value = of(day);
        if (value > 0) parts.push(box(x, scale(below + value), band.bandwidth(), scale(below) - scale(below + value), colour));
        below += value;
      }
      if (place % Math.ceil(days.length / LABELS) === 0) parts.push(label(x + band.bandwidth() / 2, top + PANEL + 15, day.date.slice(5), { size: 11, colour: PALETTE.quiet, anchor: 'middle' }));
    }
    if (most === 0) parts.push(label((LEFT + WIDTH - RIGHT) / 2, top + PANEL / 2, days.length === 0 ? 'No days in the window yet' : 'Zero on every day', { colour: PALETTE.quiet, anchor: 'middle' }));
    parts.push(rule(LEFT, top + PANEL, WIDTH - RIGHT, top + PANEL, PALETTE.quiet));
  });
  return picture(WIDTH, height, parts);
}
