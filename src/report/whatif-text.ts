import { amountsLine, humanAmount } from '../domain/money.ts';
import { plural } from '../domain/plural.ts';
import { visible, visibleJson } from '../domain/text.ts';
import { STATUSES } from '../domain/variance.ts';
import { EFFECTS, EFFECT_LABELS, type Effect, type EffectTotals, type RowEffect, type RowState, type RuleEffects, type Tried, type WhatIfSummary } from '../domain/whatif.ts';
import { causesText } from './difference-text.ts';
import type { Paint } from './paint.ts';
import type { CommandLine } from './root-cause-text.ts';
import { csvCell, markdownCell } from './variance-text.ts';
import { wrappedText } from './wrapped-text.ts';

/** Rows of an effect, and rules, that the text names; the other formats have them all. */
const MOST_ROWS = 20;
const MOST_RULES = 30;
const NARROWEST = 60;

/** Where the rows are read from, one effect or all. */
export type RowsOf = (effect?: Effect) => Iterable<RowEffect>;

interface TextOptions {
  paint: Paint;
  width: number | null;
  command: CommandLine;
}

/** `mapping-v2 and po-shadow-strict.yaml`. */
const triedText = ({ mapping, master, settings }: Tried): string => [mapping, master, settings].filter((each) => each !== null).join(' and ');

/** Money before and after, as far as it says anything of the effect. */
function moneyText(effect: Effect, { before, after }: EffectTotals): string {
  const [was, is] = [amountsLine(before), amountsLine(after)];
  switch (effect) {
    case 'cured':
    case 'no_longer_open':
      return was;
    case 'newly_caused':
      return is;
    case 'changed':
      return was === is ? was : `${was} → ${is}`;
    case 'otherwise':
      return '';
  }
}

/** Rows of an effect as they add up to what is open before and after: `2 rows`, `2 → 1 rows`. */
function rowsText(effect: Effect, { rows, openRows: { before, after } }: EffectTotals): string {
  switch (effect) {
    case 'cured':
    case 'no_longer_open':
      return plural(before, 'row');
    case 'newly_caused':
      return plural(after, 'row');
    case 'changed':
      return before === after ? plural(after, 'row') : `${before.toLocaleString('en-US')} → ${plural(after, 'row')}`;
    case 'otherwise':
      return plural(rows, 'row');
  }
}

/** What it comes to, rule by rule and then row by row, as text in pieces. */
export function* whatIfText(summary: WhatIfSummary, rowsOf: RowsOf, { paint, width, command }: TextOptions): Generator<string> {
  const room = width === null ? null : Math.max(width, NARROWEST);
  const line = (text: string, indent: number, further = indent + 2): string => wrappedText(visible(text), { room, first: ' '.repeat(indent), further: ' '.repeat(further) });
  const { run, tried, differs, totals, rules } = summary;
  yield paint('bold', line(`What if ${triedText(tried)} were in force? Compared with ${run.id}, as of ${run.asOf ?? 'no instant'}.`, 0).trimEnd());
  yield '\n\n';
  if (!differs) {
    yield line('Nothing differs: what is to be tried says what is in force already.', 2);
    return;
  }
  for (const effect of EFFECTS) {
    const { rows } = totals[effect];
    if (rows === 0 && (effect === 'no_longer_open' || effect === 'otherwise')) continue;
    const text = line(`${EFFECT_LABELS[effect].padEnd(20)} ${rowsText(effect, totals[effect]).padStart(10)}  ${moneyText(effect, totals[effect])}`.trimEnd(), 2, 36);
    const colour = rows === 0 ? undefined : effect === 'cured' ? 'green' : effect === 'newly_caused' ? 'red' : undefined;
    yield colour === undefined ? text : `${paint(colour, text.trimEnd())}\n`;
  }
  yield line(`${'Open as before'.padEnd(20)} ${plural(totals.unchangedOpen.rows, 'row').padStart(10)}  ${amountsLine(totals.unchangedOpen.atStake)}`, 2, 36);
  yield line(`${'Open, in all'.padEnd(20)} ${`${totals.openBefore.rows.toLocaleString('en-US')} → ${totals.openAfter.rows.toLocaleString('en-US')}`.padStart(10)}  ${amountsLine(totals.openBefore.atStake)} → ${amountsLine(totals.openAfter.atStake)}`, 2, 36);
  yield `\n${paint('bold', 'What does it')}\n`;
  for (const rule of rules.slice(0, MOST_RULES)) {
    yield line(`${rule.rule}${usedText(rule)}`, 2);
    yield line(effectsText(rule), 6, 6);
  }
  if (rules.length > MOST_RULES) yield line(`… and ${(rules.length - MOST_RULES).toLocaleString('en-US')} more: --format json`, 2);
  for (const effect of EFFECTS) {
    if (totals[effect].rows === 0) continue;
    yield `\n${paint('bold', EFFECT_LABELS[effect])}\n`;
    let told = 0;
    for (const row of rowsOf(effect)) {
      if (told++ === MOST_ROWS) break;
      yield line(rowText(row), 2, 6);
      yield line(rulesText(row, rules), 6, 8);
    }
    if (totals[effect].rows > MOST_ROWS) yield line(`… and ${(totals[effect].rows - MOST_ROWS).toLocaleString('en-US')} more: --format csv`, 2);
  }
  yield `\n${line('Nothing of this is stored. To adopt it, put it where the settings look for it, and run:', 0, 0)}  ${visible(command('run'))}\n`;
}

const usedText = ({ used }: RuleEffects): string => (used === null ? '' : `; used by ${used === 0 ? 'no transaction' : plural(used, 'transaction')} of the window`);

const VERBS: Record<Effect, string> = { newly_caused: 'newly causes', cured: 'cures', changed: 'changes', no_longer_open: 'closes', otherwise: 'changes without opening' };

function effectsText({ effects }: RuleEffects): string {
  const parts = EFFECTS.flatMap((effect) => {
    const totals = effects[effect];
    if (totals === undefined) return [];
    const money = moneyText(effect, totals);
    return [`${VERBS[effect]} ${rowsText(effect, totals)}${money === '' ? '' : ` (${money})`}`];
  });
  return parts.length === 0 ? 'changes nothing' : parts.join(', ');
}

/** A side in words: `Coding variance: gl_account 6100 → 6200`, or that it has no row. */
function stateText(states: readonly RowState[]): string {
  if (states.length === 0) return 'no row';
  return states.map((state) => (state.causes.length === 0 ? STATUSES[state.status].label : `${STATUSES[state.status].label}: ${causesText(state)}`)).join(' + ');
}

/** What people call the thing: the transaction, or the manual PO. */
const nameOf = ({ transactionId, before, after }: RowEffect): string => transactionId ?? [...before, ...after][0]?.poNumbers.join(', ') ?? '';

function rowText(row: RowEffect): string {
  const stake = (states: readonly RowState[]): string[] => states.filter(({ status }) => STATUSES[status].open).map(({ atStake, currency }) => humanAmount(atStake, currency));
  const [was, is] = [stake(row.before), stake(row.after)].map((amounts) => amounts.join(' + '));
  const money = was === is || is === '' ? was : was === '' ? is : `${was} → ${is}`;
  return `${nameOf(row)}  ${stateText(row.before)} → ${stateText(row.after)}${money === '' ? '' : `, ${money}`}`;
}

function rulesText({ rules: places, via }: RowEffect, rules: readonly RuleEffects[]): string {
  const through = via === null ? '' : `via ${via}: `;
  return places.length === 0 ? 'no changed row of its own: by what it is paired with' : `${through}${places.map((place) => rules[place]?.rule ?? '').join('; ')}`;
}

const COLUMNS: readonly [name: string, of: (row: RowEffect, rules: readonly RuleEffects[]) => string][] = [
  ['transaction_id', ({ transactionId }) => transactionId ?? ''],
  ['effect', ({ effect }) => effect],
  ['currency', ({ before, after }) => [...before, ...after][0]?.currency ?? ''],
  ['status_before', ({ before }) => before.map(({ status }) => status).join(' ')],
  ['causes_before', ({ before }) => before.flatMap(({ causes }) => causes).join(' ')],
  ['at_stake_before', ({ before }) => before.map(({ atStake }) => atStake).join(' ')],
  ['manual_pos_before', ({ before }) => before.flatMap(({ poNumbers }) => poNumbers).join(' ')],
  ['status_after', ({ after }) => after.map(({ status }) => status).join(' ')],
  ['causes_after', ({ after }) => after.flatMap(({ causes }) => causes).join(' ')],
  ['at_stake_after', ({ after }) => after.map(({ atStake }) => atStake).join(' ')],
  ['manual_pos_after', ({ after }) => after.flatMap(({ poNumbers }) => poNumbers).join(' ')],
  ['rules', ({ rules: places }, rules) => places.map((place) => rules[place]?.rule ?? '').join('; ')],
  ['via', ({ via }) => via ?? ''],
];

/** One line for each row that changes, as CSV with a header, in pieces. */
export function* whatIfCsv({ rules }: WhatIfSummary, rowsOf: RowsOf): Generator<string> {
  yield `${COLUMNS.map(([name]) => name).join(',')}\r\n`;
  for (const row of rowsOf()) yield `${COLUMNS.map(([, of]) => csvCell(of(row, rules))).join(',')}\r\n`;
}

/** The same as a Markdown table. */
export function* whatIfMarkdown({ rules }: WhatIfSummary, rowsOf: RowsOf): Generator<string> {
  yield '| Transaction ID | Effect | Before | After | At stake before | At stake after | Rule |\n|---|---|---|---|---:|---:|---|\n';
  const money = (states: readonly RowState[]): string => states.map(({ atStake, currency }) => humanAmount(atStake, currency)).join(' + ');
  for (const row of rowsOf()) {
    const cells = [nameOf(row), EFFECT_LABELS[row.effect], stateText(row.before), stateText(row.after), money(row.before), money(row.after), rulesText(row, rules)];
    yield `| ${cells.map((cell) => markdownCell(visible(cell))).join(' | ')} |\n`;
  }
}

/** All of it as one document, in pieces, so that a large one never stands in memory whole. */
export function* whatIfJson(summary: WhatIfSummary, rowsOf: RowsOf): Generator<string> {
  yield `${visibleJson(summary).slice(0, -1)},"rows":[`;
  let isFirst = true;
  for (const row of rowsOf()) {
    yield `${isFirst ? '\n' : ',\n'}${visibleJson(row)}`;
    isFirst = false;
  }
  yield '\n]}\n';
}
