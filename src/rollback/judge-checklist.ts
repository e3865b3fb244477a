import { type Act, type AuditEntry, entryName } from '../domain/audit.ts';
import { DAY_MS, type Instant, formatInstant } from '../domain/calendar.ts';
import type { ChecklistItem, ChecklistKind, RollbackFact } from '../domain/rollback.ts';
import { shorten } from '../domain/text.ts';

/** What the checklist is judged against. */
export interface Judging {
  /** Null where nothing in the record has a date: then nothing is verified. */
  asOf: Instant | null;
  /** What evidence of each item must be bound to, by its id (bindingsOf). */
  bindings: ReadonlyMap<string, string>;
}

type EvidenceAct = Extract<Act, { kind: ChecklistKind }>;
type Evidence = AuditEntry & { act: EvidenceAct };
type DatedEvidence = Evidence & { at: Instant };

const isEvidence = (entry: AuditEntry): entry is Evidence => entry.act.kind === 'attest' || entry.act.kind === 'probe' || entry.act.kind === 'drill';

const passed = (act: EvidenceAct): boolean => act.kind === 'attest' || act.passed;

/** Each item with whether it is verified and why, in their order. Entries come as the trail has them, oldest first. An empty checklist has no fact, and is not verified. */
export function judgeChecklist(items: readonly ChecklistItem[], entries: readonly AuditEntry[], judging: Judging): RollbackFact[] {
  const evidence = entries.filter(isEvidence);
  return items.map((item) => judgeItem(item, evidence.filter(({ act }) => act.item === item.id && act.kind === item.kind), judging));
}

function judgeItem(item: ChecklistItem, own: readonly Evidence[], { asOf, bindings }: Judging): RollbackFact {
  const fact = (verified: boolean, why: string, entry?: Evidence): RollbackFact => ({
    id: item.id, text: item.text, kind: item.kind, maxAgeDays: item.maxAgeDays, verified, why,
    by: entry?.actor.person ?? '', at: entry === undefined || entry.at === null ? null : formatInstant(entry.at),
  });
  const newest = own.at(-1);
  if (newest === undefined) return fact(false, NEVER[item.kind]);
  const bound = own.filter(({ act }) => act.bound === bindings.get(item.id));
  const newestBound = bound.at(-1);
  if (newestBound === undefined) return fact(false, `${entryName(newest.sequence)} was given for something else: ${CHANGED[item.kind]}`, newest);
  const dated = bound.filter((entry): entry is DatedEvidence => entry.at !== null && asOf !== null && entry.at <= asOf);
  const counting = countingOf(dated);
  if (counting === undefined || asOf === null) {
    const when = newestBound.at === null ? 'has no date' : `is dated ${formatInstant(newestBound.at)}, ${asOf === null ? 'and the record has no date to judge by' : `after ${formatInstant(asOf)}`}`;
    return fact(false, `${entryName(newestBound.sequence)} ${when}`, newestBound);
  }
  const name = entryName(counting.sequence);
  const outcome = outcomeOf(counting.act);
  if (!passed(counting.act)) return fact(false, `${name} failed: ${outcome}`, counting);
  if (asOf - counting.at > item.maxAgeDays * DAY_MS) return fact(false, `${name} is older than ${item.maxAgeDays} ${item.maxAgeDays === 1 ? 'day' : 'days'}: ${outcome}`, counting);
  return fact(true, `${name}: ${outcome}`, counting);
}

/** The entry that counts: the latest by its date, or the last of the trail where that one failed; so nothing that is dated back outdoes a failure. */
function countingOf(dated: readonly DatedEvidence[]): DatedEvidence | undefined {
  const last = dated.at(-1);
  if (last === undefined || !passed(last.act)) return last;
  return dated.reduce((latest, entry) => (entry.at >= latest.at ? entry : latest));
}

const NEVER: Record<ChecklistKind, string> = {
  attest: 'nobody has attested it',
  probe: 'it was never probed',
  drill: 'there was no drill yet',
};

const CHANGED: Record<ChecklistKind, string> = {
  attest: 'the text of the item has changed',
  probe: 'the probe, mapping, master data, settings, ERP profile or program has changed',
  drill: 'mapping, master data, settings, ERP profile or program has changed',
};

const LONGEST_OUTCOME = 160;

function outcomeOf(act: EvidenceAct): string {
  switch (act.kind) {
    case 'attest':
      return shorten(`attested with ${act.file.name} (SHA-256 ${act.file.sha256.slice(0, 12)}…)${act.note === '' ? '' : `; ${act.note}`}`, LONGEST_OUTCOME);
    case 'probe':
      return shorten(`${act.what}: ${act.answer}`, LONGEST_OUTCOME);
    case 'drill':
      return shorten(String(act.measured.result ?? (act.passed ? 'passed' : 'failed')), LONGEST_OUTCOME);
  }
}
