import type { AuditCheckName, AuditReport } from '../domain/audit-report.ts';
import { type Act, type AuditEntry, DISPOSITIONS, entryName, workbookOf } from '../domain/audit.ts';
import { formatInstant } from '../domain/calendar.ts';
import { plural } from '../domain/plural.ts';
import { shorten, visible } from '../domain/text.ts';
import type { Paint } from './paint.ts';

/** As much of a hash as people compare by eye. */
const SHOWN_HASH = 12;
const MOST_FILES = 3;
const LONGEST_ANSWER = 80;

const because = (reason: string): string => (reason === '' ? '' : `: ${reason}`);

/** With which workbook something was decided, to stand before what was; '' where it was decided by a command. */
export function handedIn(act: Act): string {
  const workbook = workbookOf(act);
  return workbook === undefined ? '' : `with workbook ${entryName(workbook)}: `;
}

/** What an entry of the trail tells, in one sentence; texts of people and files stand in it as they are, and never before what the program says. */
export const actSentence = (act: Act): string => `${handedIn(act)}${deedOf(act)}`;

function deedOf(act: Act): string {
  switch (act.kind) {
    case 'import':
      return `imported ${filesOf(act)}`;
    case 'erp_log':
      return `imported ${plural(act.files.length, 'ERP log')}: ${act.files.slice(0, MOST_FILES).map(({ shown, accepted, masked }) => `${shown} (${plural(accepted, 'entry', 'entries')}${masked === 0 ? '' : `, ${plural(masked, 'value')} masked`})`).join(', ')}${act.files.length <= MOST_FILES ? '' : ` and ${plural(act.files.length - MOST_FILES, 'more file')}`}`;
    case 'run':
      return `stored ${act.run}, digest ${act.digest.slice(0, SHOWN_HASH)}…${because(act.reason)}`;
    case 'resolve':
      return `resolved ${act.transaction ?? `row ${act.row}`} as ${DISPOSITIONS[act.disposition].label.toLowerCase()}${act.due === null ? '' : ` until ${act.due}`}${act.wrong === 'neither' || act.wrong === DISPOSITIONS[act.disposition].wrong ? '' : `, ${act.wrong} at fault`}${because(act.reason)}`;
    case 'pair':
      return `paired ${act.transaction}${act.order === null ? '' : ` (${act.order})`} with ${act.purchaseOrders.join(', ')}${because(act.reason)}`;
    case 'unpair':
      return `parted ${act.transaction} from ${act.purchaseOrders.join(', ')}${because(act.reason)}`;
    case 'waive':
      return `waived the gate ${act.gate}, which measured ${act.measured}${because(act.reason)}`;
    case 'quarantine':
      return `${act.decision === 'accept' ? 'accepted' : 'declared corrected'} quarantine ${act.item} (${act.at})${because(act.reason)}`;
    case 'sync':
      return `switched the sync ${act.state} after delivery ${act.afterDelivery}${because(act.reason)}`;
    case 'scope':
      return `reviewed what is left out${because(act.reason)}`;
    case 'vanished':
      return `reviewed the POs that a newer export no longer holds${because(act.reason)}`;
    case 'review':
      return `${act.decision === 'approved' ? 'agreed to' : 'refused'} ${entryName(act.of)}${because(act.reason)}`;
    case 'workbook':
      return `imported ${plural(act.applied, 'decision')} of the workbook ${act.shown}, SHA-256 ${act.sha256.slice(0, SHOWN_HASH)}…`;
    case 'sandbox_export':
      return `wrote ${plural(act.calls, 'call')} for ${plural(act.orders, 'PO')} of ${act.run} out for a sandbox`;
    case 'sandbox_answers':
      return `took in ${plural(act.answers, 'answer')} of a sandbox from ${act.shown}${act.unread === 0 ? '' : ` (${plural(act.unread, 'row')} can't be read)`}, SHA-256 ${act.sha256.slice(0, SHOWN_HASH)}…${act.kept === undefined ? '' : ', kept as a copy without its secrets'}`;
    case 'attest':
      return `attested ${act.item} with ${act.file.name}, SHA-256 ${act.file.sha256.slice(0, SHOWN_HASH)}…${because(act.note)}`;
    case 'probe':
      return `probed ${act.item}: ${act.what} ${act.passed ? 'passed' : 'failed'}${because(shorten(act.answer, LONGEST_ANSWER))}`;
    case 'drill':
      return `drilled ${act.item}: ${act.passed ? 'passed' : 'failed'}`;
  }
}

function filesOf({ files }: Extract<Act, { kind: 'import' }>): string {
  const named = files.slice(0, MOST_FILES).map(({ shown, accepted, known, quarantined }) => {
    const rest = [...(known === 0 ? [] : [`${known.toLocaleString('en-US')} known already`]), ...(quarantined === 0 ? [] : [`${quarantined.toLocaleString('en-US')} in quarantine`])];
    return `${shown} (${[plural(accepted, 'row'), ...rest].join(', ')})`;
  });
  return files.length <= MOST_FILES ? named.join(', ') : `${named.join(', ')} and ${plural(files.length - MOST_FILES, 'more file')}`;
}

/** Who acted: the person as the settings name them, and the operating system's user and host; `po-shadow` for the program itself. */
export function actorText({ person, osUser, osHost }: AuditEntry['actor']): string {
  const machine = osUser === null && osHost === null ? '' : `${osUser ?? '?'}@${osHost ?? '?'}`;
  return [person ?? (machine === '' ? 'po-shadow' : ''), machine === '' ? '' : `(${machine})`].filter((part) => part !== '').join(' ');
}

/** The trail as text, one line an entry, oldest first. */
export function trailText(entries: readonly AuditEntry[]): string {
  if (entries.length === 0) return 'The audit trail is empty.\n';
  const rows = entries.map(({ sequence, at, actor, act }) => [entryName(sequence), at === null ? '' : formatInstant(at), actorText(actor), actSentence(act)].map(visible));
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => (row[column] as string).length)));
  return rows.map((row) => `${row.map((cell, column) => (column < 3 ? cell.padEnd(widths[column] as number) : cell)).join('  ')}\n`).join('');
}

const CHECK_WIDTH = 9;

/** What an audit found, as text. */
export function auditText({ intact, head, length, checks }: AuditReport, paint: Paint): string {
  const lines = [`The audit trail has ${plural(length, 'entry', 'entries')}${length === 0 ? '' : `; its head is ${head}`}.`, ''];
  for (const { name, what, problems, notes } of checks) {
    const holds = problems.length === 0;
    lines.push(`  ${holds ? paint('green', 'ok     ') : paint('red', 'problem')}  ${checkLabel(name)}  ${what}${holds ? '' : `: ${plural(problems.length, 'problem')}`}`);
    for (const problem of problems) lines.push(`           ${visible(problem)}`);
    for (const note of notes) lines.push(paint('dim', `           Note: ${visible(note)}`));
  }
  const failing = checks.filter(({ problems }) => problems.length > 0).length;
  lines.push('', intact ? paint('green', 'Everything holds.') : paint('red', `${failing === 1 ? '1 check does' : `${failing} checks do`} not hold.`));
  return `${lines.join('\n')}\n`;
}

const checkLabel = (name: AuditCheckName): string => name.padEnd(CHECK_WIDTH);
