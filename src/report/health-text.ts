import { type CheckedHealth, HEALTH_CHECKS, type Health, type HealthItem } from '../domain/health.ts';
import { plural } from '../domain/plural.ts';
import { visible } from '../domain/text.ts';
import type { Paint } from './paint.ts';
import { csvCell, markdownCell } from './variance-text.ts';
import { wrappedText } from './wrapped-text.ts';

const actions = ({ items }: CheckedHealth): number => items.filter(({ needsAction }) => needsAction).length;

/** How a check stands, `2 to act on, 1 to look at, of 14`. */
function standing(checked: CheckedHealth): string {
  const acts = actions(checked);
  const looks = checked.items.length - acts;
  const found = [...(acts > 0 ? [`${acts} to act on`] : []), ...(looks > 0 ? [`${looks} to look at`] : [])];
  return `${found.length === 0 ? 'nothing found' : found.join(', ')}, of ${checked.looked} looked at`;
}

/** Whether somebody has to act, in a sentence. */
export function healthAnswer({ checks, today, reports, recordFrom, recordTo }: Health): string {
  const acts = checks.reduce((sum, checked) => sum + actions(checked), 0);
  const record = `${plural(reports, 'report')}${recordFrom === null ? '' : ` from ${recordFrom} ${recordTo === null ? 'on' : `to ${recordTo}`}`}`;
  return `${today}: ${acts === 0 ? 'nothing needs action' : `${plural(acts, 'thing')} ${acts === 1 ? 'needs' : 'need'} action`} (${record}).`;
}

const itemText = ({ says, evidence }: HealthItem): string => `${says}${evidence.length === 0 ? '' : ` [${evidence.join('; ')}]`}`;

/** The review as a checklist; `!` before what somebody has to act on. */
export function healthText(health: Health, { paint, width }: { paint: Paint; width: number | null }): string {
  const parts = health.checks.map((checked) => {
    const mark = actions(checked) > 0 ? paint('red', '✗') : paint('green', '✓');
    const items = checked.items.map((item, index) => {
      const says = wrappedText(visible(itemText(item)), { room: width, first: item.needsAction ? '    ! ' : '    - ', further: '      ' });
      // A remedy that many share is said once, below the last of them.
      return item.remedy === checked.items[index + 1]?.remedy ? says : says + wrappedText(visible(item.remedy), { room: width, first: '      ', further: '      ' });
    });
    const notes = checked.notes.map((note) => wrappedText(visible(`Not told: ${note}.`), { room: width, first: '    ', further: '      ' }));
    return `${mark} ${HEALTH_CHECKS[checked.check]}: ${standing(checked)}\n${items.join('')}${notes.join('')}`;
  });
  return `${parts.join('')}\n${paint(health.needsAction ? 'red' : 'green', visible(healthAnswer(health)))}\n`;
}

/** The same as a Markdown checklist, to be ticked. */
export function healthMarkdown(health: Health): string {
  const cell = (text: string): string => markdownCell(visible(text));
  const parts = health.checks.map((checked) => {
    const items = checked.items.map((item) => `  - [ ] ${item.needsAction ? '**act**' : 'look'}: ${cell(itemText(item))} ${cell(item.remedy)}\n`);
    const notes = checked.notes.map((note) => `  - not told: ${cell(note)}\n`);
    return `- [${actions(checked) > 0 ? ' ' : 'x'}] ${HEALTH_CHECKS[checked.check]}: ${standing(checked)}\n${items.join('')}${notes.join('')}`;
  });
  return `# Health, ${health.today}\n\n${cell(healthAnswer(health))}\n\n${parts.join('')}`;
}

/** A row of the checklist where it is a table: what was found, or what could not be told. */
export interface HealthRow {
  check: string;
  state: 'act' | 'look' | 'not told' | 'nothing found';
  says: string;
  evidence: string;
  remedy: string;
}

/** The checklist in rows; a check that found nothing has one too. */
export function healthRows({ checks }: Health): HealthRow[] {
  return checks.flatMap((checked): HealthRow[] => {
    const check = HEALTH_CHECKS[checked.check];
    const rows: HealthRow[] = [
      ...checked.items.map(({ needsAction, says, evidence, remedy }): HealthRow => ({ check, state: needsAction ? 'act' : 'look', says, evidence: evidence.join('; '), remedy })),
      ...checked.notes.map((note): HealthRow => ({ check, state: 'not told', says: note, evidence: '', remedy: '' })),
    ];
    return rows.length > 0 ? rows : [{ check, state: 'nothing found', says: standing(checked), evidence: '', remedy: '' }];
  });
}

const COLUMNS = ['check', 'state', 'says', 'evidence', 'remedy'] as const;

/** The rows as CSV with a header. */
export const healthCsv = (health: Health): string => [COLUMNS.join(','), ...healthRows(health).map((row) => COLUMNS.map((column) => csvCell(row[column])).join(','))].map((line) => `${line}\r\n`).join('');
