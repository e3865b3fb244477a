import { scaleBand, scaleLinear } from 'd3-scale';
import { type WeekFigures, percentOf } from './chart-figures.ts';
import { PALETTE } from './palette.ts';
import { type Picture, box, label, picture, rule } from './svg.ts';

const WIDTH = 860;
const HEIGHT = 290;
const LEFT = 84;
const RIGHT = 16;
const TOP = 76;
const BOTTOM = 236;
const WIDEST_BAR = 120;

/** The share of rows on which both sides agree, week by week, against the whole. */
export function weekChart(weeks: readonly WeekFigures[]): Picture {
  const band = scaleBand<number>().domain(weeks.map(({ number }) => number)).range([LEFT, WIDTH - RIGHT]).padding(0.35);
  const scale = scaleLinear().domain([0, 100]).range([BOTTOM, TOP]);
  const width = Math.min(WIDEST_BAR, band.bandwidth());
  const parts = [label(16, 26, 'Match rate by week', { size: 18, bold: true }), label(16, 46, 'Rows on which the dry run and the ledger agree, in percent of all rows of the week.', { colour: PALETTE.quiet })];
  for (const tick of [0, 25, 50, 75, 100]) parts.push(rule(LEFT, scale(tick), WIDTH - RIGHT, scale(tick), tick === 100 ? PALETTE.quiet : PALETTE.line), label(LEFT - 8, scale(tick) + 4, `${tick} %`, { size: 11, colour: PALETTE.quiet, anchor: 'end' }));
  for (const week of weeks) {
    const middle = (band(week.number) ?? 0) + band.bandwidth() / 2;
    const percent = percentOf(week.agreeing, week.rows);
    if (percent !== null) parts.push(box(middle - width / 2, scale(percent), width, BOTTOM - scale(percent), PALETTE.bar), label(middle, scale(percent) - 7, `${percent.toFixed(1)} %`, { bold: true, anchor: 'middle' }));
    parts.push(
      label(middle, BOTTOM + 19, `Week ${week.number}`, { bold: true, anchor: 'middle' }),
      label(middle, BOTTOM + 37, percent === null ? 'no rows' : `${week.agreeing.toLocaleString('en-US')} of ${week.rows.toLocaleString('en-US')}`, { size: 12, colour: PALETTE.quiet, anchor: 'middle' }),
    );
  }
  if (weeks.length === 0) parts.push(label((LEFT + WIDTH - RIGHT) / 2, (TOP + BOTTOM) / 2, 'No week of the window has begun', { colour: PALETTE.quiet, anchor: 'middle' }));
  return picture(WIDTH, HEIGHT, parts);
}
