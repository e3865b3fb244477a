import type { Agreement, DiagnosisFacts, ReferringEntry } from '../domain/diagnosis.ts';
import { CREATES_NONE, type PlacedLogEntry } from '../domain/erp-log.ts';
import type { Finding } from '../domain/finding.ts';
import { fold } from '../domain/text.ts';
import { slackBefore } from './watch.ts';

/** Codes that say no more than that something is wrong. */
const GENERIC_CODES: ReadonlySet<string> = new Set(['USER_ERROR', 'INVALID_CONTENT', 'INVALID_KEY_OR_REF', 'Application_DialogException', 'Application_FieldValidationException', 'Internal_InvalidTableRelation', 'BadRequest'].map(fold));
const SHORTEST_VALUE = 2;

/** Holds what the dry run predicts against what the log says of the transaction. */
export function agreementOf({ findings, byReference, approval, covered, nearMinutes }: DiagnosisFacts): { agreement: Agreement; decisive: ReferringEntry | undefined; doubtful: ReferringEntry[] } {
  const rejects = findings.some(({ severity }) => severity === 'error');
  const judged = byReference.filter(({ entry }) => isOfApproval(entry, approval, nearMinutes));
  const accepted = judged.find(({ entry }) => entry.outcome === 'accepted');
  if (accepted !== undefined) return { agreement: rejects ? 'accepted' : 'as_predicted', decisive: accepted, doubtful: [] };
  const doubtful = judged.filter(({ entry }) => mayHaveCreated(entry));
  const refused = judged.findLast(({ entry }) => entry.outcome === 'refused');
  if (refused !== undefined) return { agreement: saysWhy(refused.entry) ? refusal(refused.entry, findings, rejects) : 'not_judged', decisive: refused, doubtful };
  const last = judged.at(-1);
  if (last !== undefined) return { agreement: 'not_judged', decisive: last, doubtful };
  return { agreement: covered.covers ? 'silent' : 'no_log', decisive: undefined, doubtful };
}

/** Whether an entry can be about the approval: what was asked before it was about an earlier one. */
const isOfApproval = ({ at }: PlacedLogEntry, approval: DiagnosisFacts['approval'], nearMinutes: number): boolean =>
  at === null || approval === null || approval.at === null || at >= approval.at - slackBefore(approval.dateOnly, nearMinutes);

/** Whether the ERP may have created the PO though the answer does not say so: taken in but not done, cut off, or an error of the ERP's own. */
const mayHaveCreated = ({ outcome, method }: PlacedLogEntry): boolean => (outcome === 'outage' || outcome === 'unclear') && !CREATES_NONE.has(method);

const saysWhy = ({ errors, message }: PlacedLogEntry): boolean => errors.length > 0 || message !== '';

function refusal(entry: PlacedLogEntry, findings: readonly Finding[], rejects: boolean): Agreement {
  const fitting = findings.filter((finding) => fits(finding, entry));
  if (fitting.some(({ severity }) => severity === 'error')) return 'agrees';
  if (!rejects && fitting.some(({ when }) => when === 'blocks_release' || when === 'blocks_invoice')) return 'sooner';
  return rejects ? 'differs' : 'contradicts';
}

/** Whether an entry objects to what a finding is about. */
export function fits(finding: Finding, entry: PlacedLogEntry): boolean {
  const said = [...entry.errors, ...(entry.message === '' ? [] : [{ code: '', message: entry.message, target: '' }])];
  const { code = '', text = '' } = finding.erp ?? {};
  const values = [finding.value, ...(finding.others ?? []).map(({ value }) => value)].filter((value) => value.length >= SHORTEST_VALUE);
  const pattern = text === '' ? undefined : patternOf(text);
  return said.some((error) => {
    const message = fold(error.message);
    if (pattern?.test(message) === true) return true;
    const namesValue = values.some((value) => mentions(message, fold(value)));
    if (code !== '' && error.code !== '') return fold(code) === fold(error.code) && (namesValue || !GENERIC_CODES.has(fold(code)));
    return namesValue;
  });
}

/** What a published text may look like: `&`, `&1`, `%3`, `{name}` and `XXXX` stand for anything. */
const patternOf = (text: string): RegExp => new RegExp(fold(text).split(/&\d?|%\d|\{\w+\}|xxxx/).map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)).join('.+?'), 'u');

/** Whether a text holds a value with no letter or digit adjoining. */
function mentions(text: string, value: string): boolean {
  for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) {
    const before = text.slice(0, at).at(-1) ?? ' ';
    const after = text.slice(at + value.length).at(0) ?? ' ';
    if (!/[\p{L}\p{N}]/u.test(before) && !/[\p{L}\p{N}]/u.test(after)) return true;
  }
  return false;
}
