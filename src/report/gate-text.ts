import type { GateResult, Remedy, Verdict } from '../domain/gate.ts';
import { amountsLine } from '../domain/money.ts';
import { visible } from '../domain/text.ts';
import { entryName } from '../domain/audit.ts';
import type { Paint } from './paint.ts';
import type { CommandLine } from './root-cause-text.ts';
import { wrappedText } from './wrapped-text.ts';

const PROGRAM = 'po-shadow ';
/** A command without anything that the user must put in. */
const TYPEABLE = /^po-shadow variance --(cause C[0-9a-f]+|status \w+|out-of-scope)$/;
const MOST_EVIDENCE = 5;
const NARROWEST = 60;
/** How much further in the lines begin that a text is wrapped onto. */
const FURTHER = 2;
/** Where the id of a gate begins, behind its mark. */
const BEHIND_MARK = 7;

/** What stands over a list of actions: how it is ranked, which with several currencies needs saying. */
export function actionsHeading(actions: readonly Remedy[]): string {
  const currencies = new Set(actions.flatMap(({ clears }) => Object.keys(clears)));
  return `What would make it GO, most money first${currencies.size > 1 ? ' (each currency by its own money, in turn)' : ''}`;
}

/**
 * All gates and the verdict, as text: a mark and two lines a gate, evidence where one does not pass, and what to do next. `command`
 * makes a command line of the program's one that can be typed where the user stands.
 */
export function gateText(verdict: Verdict, { paint, width, command }: { paint: Paint; width: number | null; command: CommandLine }): string {
  const room = width === null ? null : Math.max(width, NARROWEST);
  const line = (text: string, indent: number): string => wrappedText(visible(text), { room, first: ' '.repeat(indent), further: ' '.repeat(indent + FURTHER) });
  // What is painted is measured without its colour.
  const title = ({ id, waivable, title: words }: GateResult): string => wrappedText(visible(`${id}${waivable ? '' : ' ∎'}  ${words}`), { room, first: ' '.repeat(BEHIND_MARK), further: ' '.repeat(BEHIND_MARK + FURTHER) }).slice(BEHIND_MARK + id.length);
  const parts = verdict.gates.map((gate) => gateLines(gate, title(gate), { paint, line }));
  const head = paint(verdict.verdict === 'GO' ? 'green' : 'red', paint('bold', verdict.words));
  const actions = verdict.actions.length === 0 ? '' : `\n${wrappedText(`${actionsHeading(verdict.actions)}:`, { room, first: '', further: ' '.repeat(FURTHER) })}${verdict.actions.map((action, index) => actionLines(action, index + 1, { line, command })).join('')}`;
  return `${parts.join('')}\n${head}\n${line(`as of ${verdict.asOf ?? 'never: nothing was imported'}; audit trail ${verdict.auditLength} entries, head ${verdict.auditHead}`, 2)}${actions}`;
}

function gateLines(gate: GateResult, title: string, { paint, line }: { paint: Paint; line: (text: string, indent: number) => string }): string {
  const mark = gate.passed ? paint('green', 'pass  ') : gate.waiver !== null ? paint('yellow', 'waived') : paint('red', 'FAIL  ');
  const lines = [`${mark} ${paint('bold', gate.id)}${title}`, line(`${gate.measuredText}   (required: ${gate.requiredText})`, 9)];
  if (gate.waiver !== null) lines.push(line(`${entryName(gate.waiver.entry)} waived by ${gate.waiver.by}, reviewed by ${gate.waiver.review?.by ?? 'nobody'}: ${gate.waiver.reason}`, 9));
  if (!gate.passed) for (const evidence of gate.evidence.slice(0, MOST_EVIDENCE)) lines.push(line(`- ${evidence}`, 9));
  if (!gate.passed && gate.evidence.length > MOST_EVIDENCE) lines.push(line(`- and ${gate.evidence.length - MOST_EVIDENCE} more: gate --format json`, 9));
  return lines.join('');
}

function actionLines({ action, command, clears }: Remedy, number: number, { line, command: typed }: { line: (text: string, indent: number) => string; command: CommandLine }): string {
  const money = Object.keys(clears).length === 0 ? '' : amountsLine(clears);
  const said = line(`${number}. ${action}${money === '' ? '' : `: clears ${money}`}`, 2);
  if (command === '') return said;
  // What can be typed as it stands is never broken.
  return said + (TYPEABLE.test(command) ? `     ${visible(typed(command.slice(PROGRAM.length)))}\n` : line(command, 5));
}
