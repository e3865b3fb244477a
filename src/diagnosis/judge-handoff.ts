import { formatInstant } from '../domain/calendar.ts';
import { AGREEMENTS, type Agreement, type DiagnosisFacts, type Judgement, type LogCause, type ReferringEntry, STAGE_NAMES, type Stage, type StageName, type StageState } from '../domain/diagnosis.ts';
import { LOG_OUTCOMES } from '../domain/erp-log.ts';
import type { Finding, FindingCode } from '../domain/finding.ts';
import { COUNTERPART_WORDS, entityInWords } from '../domain/other-entity.ts';
import { plural } from '../domain/plural.ts';
import { agreementOf } from './agreement.ts';
import { durationText } from './duration-text.ts';

/** Findings that are found before anything is mapped, and by the mapping; all others are objections of the ERP, or the project's own to its PO. */
const STAGE_OF: Partial<Record<FindingCode, StageName>> = {
  SNAPSHOT_UNREADABLE: 'approval', SUBMITTER_CHANGED: 'approval', APPROVAL_DATE_MISSING: 'approval',
  ROUTING_INCOMPLETE: 'trigger', APPROVER_IS_SUBMITTER: 'trigger',
  APPROVER_UNMAPPED: 'mapping', VENDOR_UNMAPPED: 'mapping', GL_ACCOUNT_UNMAPPED: 'mapping', DEPARTMENT_UNMAPPED: 'mapping', LOCATION_UNMAPPED: 'mapping',
  AMOUNT_LINES_MISMATCH: 'mapping', VENDOR_AMBIGUOUS: 'mapping',
};
const stageOf = ({ code }: Finding): StageName => STAGE_OF[code] ?? 'erp_rules';

/** Of entries that name nobody so many are named as evidence. */
const MOST_NAMED = 5;

const isError = ({ severity }: Finding): boolean => severity === 'error';
const unique = (texts: readonly string[]): string[] => [...new Set(texts)].filter((text) => text !== '');

/** What is being put together about one transaction. */
interface Trail {
  facts: DiagnosisFacts;
  errors: Record<StageName, Finding[]>;
  agreement: Agreement;
  decisive: ReferringEntry | undefined;
  doubtful: ReferringEntry[];
}

/** Says of each stage how it stands, and at which the handoff broke. */
export function judgeHandoff(facts: DiagnosisFacts): Judgement {
  const errors = Object.fromEntries(STAGE_NAMES.map((stage) => [stage, facts.findings.filter((finding) => isError(finding) && stageOf(finding) === stage)])) as Trail['errors'];
  const trail: Trail = { facts, errors, ...agreementOf(facts) };
  const early = [approval(trail), trigger(trail), mapping(trail), erpRules(trail)];
  const stopped = facts.approval === null || early.slice(0, 3).some(({ state }) => state === 'broken');
  const called = api(trail, stopped);
  const stages = [...early, called, ledger(trail, [...early, called])];
  return { stages, brokeAt: stages.find(({ state }) => state === 'broken')?.stage ?? null, agreement: trail.agreement, decisive: trail.decisive, doubtful: trail.doubtful };
}

const told = (findings: readonly Finding[]): Pick<Stage, 'says' | 'evidence'> => ({ says: findings.map(({ code, message }) => `${code}: ${message}`), evidence: unique(findings.map(({ at }) => at)) });

function stage(name: StageName, state: StageState, says: string[], evidence: string[] = []): Stage {
  return { stage: name, state, says, evidence: unique(evidence) };
}

function approval({ facts, errors }: Trail): Stage {
  const { approval: final, withdrawnAt, purchaseOrders } = facts;
  const objections = told(errors.approval);
  if (final === null) return stage('approval', objections.says.length > 0 ? 'broken' : 'unknown', [...objections.says, 'not finally approved: there is nothing to hand over'], objections.evidence);
  const says = [`finally approved ${final.at === null ? 'at no known time' : final.dateOnly ? formatInstant(final.at).slice(0, 10) : formatInstant(final.at)}, state ${final.state}`];
  says.push(...final.by.map(({ approver, role, at }) => `by ${approver} as ${role}${final.dateOnly ? '' : `, ${formatInstant(at)}`}`));
  if (final.at !== null && final.submittedAt !== null && !final.dateOnly && final.at >= final.submittedAt) says.push(`${durationText(final.at - final.submittedAt)} after it was submitted`);
  if (withdrawnAt !== null) {
    const stands = purchaseOrders.length > 0;
    return stage('approval', stands ? 'broken' : 'unknown', [...says, `taken back later${stands ? `, and ${purchaseOrders.join(', ')} still ${purchaseOrders.length === 1 ? 'stands' : 'stand'}` : ''}`], [final.where, withdrawnAt]);
  }
  return stage('approval', objections.says.length > 0 ? 'broken' : 'ok', [...objections.says, ...says], [final.where, ...objections.evidence]);
}

function trigger({ facts, errors, agreement }: Trail): Stage {
  if (facts.approval === null) return stage('trigger', 'not_reached', ['only a final state triggers']);
  const { says, evidence } = told(errors.trigger);
  if (says.length > 0) return stage('trigger', ...predicted(says, agreement), evidence);
  const { routing } = facts;
  const complete = routing.length === 0 ? 'the event is final; no routing rule applies' : `the event is final; routing is complete (${routing.map(({ rule }) => rule).join(', ')})`;
  if (wouldMeanSilence(facts)) {
    const { why, anybody } = facts.covered;
    if (agreement === 'silent') return stage('trigger', 'broken', ['the log shows no request for it, and no PO stands in the ledger', why, complete], [facts.approval.where]);
    if (agreement === 'no_log' && anybody.length > 0) return stage('trigger', 'unknown', ['whether it was asked for can\'t be told: no entry of the log names it', why, complete], [facts.approval.where, ...anybody.slice(0, MOST_NAMED).map(({ where }) => where)]);
  }
  return stage('trigger', 'ok', [complete], [facts.approval.where]);
}

/** How a stage stands at which the dry run predicts a break: broken, unless the log shows that the ERP accepted the report all the same. */
const predicted = (says: string[], agreement: Agreement): [StageState, string[]] => (agreement === 'accepted' ? ['unknown', [...says, 'the log shows that it was accepted all the same']] : ['broken', says]);

/** Whether the ledger has a PO for it, be it in the wrong legal entity. */
const isEntered = ({ purchaseOrders, elsewhere }: Pick<DiagnosisFacts, 'purchaseOrders' | 'elsewhere'>): boolean => purchaseOrders.length > 0 || elsewhere.length > 0;

/** Whether a silent log would say that nothing was asked of the ERP: the dry run predicts a PO, and none stands. */
const wouldMeanSilence = ({ findings, withdrawnAt, ...facts }: DiagnosisFacts): boolean => !isEntered(facts) && withdrawnAt === null && !findings.some(isError);

function mapping({ facts, errors, agreement }: Trail): Stage {
  if (facts.approval === null) return stage('mapping', 'not_reached', []);
  const { says, evidence } = told(errors.mapping);
  const { ok, all } = facts.mapped;
  const counted = `${ok} of ${plural(all, 'value')} led to an id of the ERP`;
  return says.length > 0 ? stage('mapping', ...predicted([...says, counted], agreement), evidence) : stage('mapping', 'ok', [counted]);
}

function erpRules({ facts, errors, agreement }: Trail): Stage {
  if (facts.approval === null) return stage('erp_rules', 'not_reached', []);
  const says = [...errors.erp_rules, ...facts.findings.filter((finding) => !isError(finding) && finding.when !== undefined)].flatMap(({ code, message, severity, when, erp }) => [
    `${code}: ${message}`,
    `${severity === 'error' ? 'the dry run rejects it' : 'the dry run only warns'}${when === undefined ? '' : `; the ERP objects: ${when}${erp === undefined ? '' : `, ${[erp.code, erp.text].filter((part) => part !== '').join(' ')}`}`}`,
  ]);
  const evidence = errors.erp_rules.map(({ at }) => at);
  if (errors.erp_rules.length > 0) return stage('erp_rules', ...predicted(says, agreement), evidence);
  return stage('erp_rules', 'ok', [...says, facts.wouldBe.length === 0 ? 'no rule objects' : `no rule objects when ${facts.wouldBe.join(', ')} would be created`], evidence);
}

function api({ facts, agreement, decisive }: Trail, stopped: boolean): Stage {
  const { byReference, nearInTime, covered, nearMinutes } = facts;
  const near = nearInTime.length === 0 ? [] : [`${plural(nearInTime.length, 'entry', 'entries')} within ${nearMinutes} minutes ${nearInTime.length === 1 ? 'names' : 'name'} nobody, and ${nearInTime.length === 1 ? 'proves' : 'prove'} nothing`];
  if (decisive === undefined) {
    const earlier = byReference.length === 0 ? [] : [`${plural(byReference.length, 'entry', 'entries')} by reference, before the approval`];
    const why = agreement === 'silent' ? 'no entry names it, though the log covers the time' : covered.why;
    return stage('api', stopped ? 'not_reached' : 'unknown', [...earlier, why, ...near], byReference.map(({ entry }) => entry.where));
  }
  const { entry, names } = decisive;
  const status = entry.status === null ? '' : ` (${entry.status})`;
  const objects = entry.errors.map(({ code, message }) => [code, message].filter((part) => part !== '').join(' '));
  const says = [`${LOG_OUTCOMES[entry.outcome]}${status}, by ${names}${entry.at === null ? ', time unknown' : ` at ${formatInstant(entry.at)}${sinceApproval(entry.at, facts)}`}`, ...objects, ...(entry.message === '' ? [] : [entry.message]), AGREEMENTS[agreement]];
  if (byReference.length > 1) says.push(`${plural(byReference.length, 'entry', 'entries')} by reference in all`);
  const state = entry.outcome === 'accepted' ? 'ok' : entry.outcome === 'unclear' ? 'unknown' : 'broken';
  return stage('api', state, [...says, ...near], [entry.where, ...byReference.map((each) => each.entry.where)]);
}

/** How long after the approval something was; '' where that can't be told. */
const sinceApproval = (at: number, { approval: final }: DiagnosisFacts): string => (final === null || final.at === null || final.dateOnly || at < final.at ? '' : `, ${durationText(at - final.at)} after the approval`);

function ledger({ facts, agreement, doubtful }: Trail, before: readonly Stage[]): Stage {
  const { purchaseOrders, elsewhere, statuses, approval: final } = facts;
  const standing = purchaseOrders.length === 0 ? [] : [`${purchaseOrders.join(', ')} ${purchaseOrders.length === 1 ? 'stands' : 'stand'} in the ledger`];
  if (elsewhere.length > 0) {
    const misplaced = elsewhere.map(({ id, entity, home, by }) => `${id} stands in ${entityInWords(entity)} instead of ${entityInWords(home)}: by ${COUNTERPART_WORDS[by]} it is most likely the PO of this report`);
    return stage('ledger', 'broken', [...misplaced, ...standing]);
  }
  if (standing.length > 0) return stage('ledger', 'ok', standing);
  if (final === null) return stage('ledger', 'not_reached', ['no PO']);
  if (agreement === 'as_predicted' || agreement === 'accepted') return stage('ledger', 'broken', ['no PO in the ledger, though the log says that the ERP accepted it']);
  const doubt = doubtful.at(-1);
  if (doubt !== undefined && !before.some(({ state }) => state === 'broken')) return stage('ledger', 'broken', [`no PO in the ledger, and the answer${doubt.entry.status === null ? '' : ` ${doubt.entry.status}`} does not say whether the ERP created it: look there first`], [doubt.entry.where]);
  if (before.some(({ state }) => state === 'broken')) return stage('ledger', 'not_reached', ['no PO']);
  if (statuses.includes('awaiting_manual')) return stage('ledger', 'unknown', ['no PO yet, and it is not due yet']);
  return statuses.includes('missing_manual') ? stage('ledger', 'broken', ['no PO: nobody entered it, and no log says why it did not come about']) : stage('ledger', 'unknown', ['no PO']);
}

/** The causes that the log tells, beside what findings and rows tell; first those after which the PO must be looked for. */
export function logCausesOf(facts: DiagnosisFacts, judgement: Judgement): LogCause[] {
  if (facts.withdrawnAt !== null) return [];
  const doubts = judgement.doubtful.map(({ entry }): LogCause => (entry.outcome === 'outage' ? 'outage' : 'unclear'));
  return [...new Set([...doubts, ...decidedCauses(facts, judgement)])];
}

function decidedCauses({ findings, ...facts }: DiagnosisFacts, { agreement, decisive }: Judgement): LogCause[] {
  switch (agreement) {
    case 'accepted':
      return isEntered(facts) ? ['prediction_too_strict'] : ['prediction_too_strict', 'not_in_ledger'];
    case 'as_predicted':
      return isEntered(facts) ? [] : ['not_in_ledger'];
    case 'contradicts':
    case 'sooner':
    case 'differs':
      return ['erp_refused'];
    case 'not_judged': {
      const outcome = decisive?.entry.outcome;
      // Refused without a word: what for is not known, but that it was.
      if (outcome === 'refused') return findings.some(isError) ? [] : ['erp_refused'];
      return outcome === undefined || outcome === 'accepted' ? [] : [outcome];
    }
    case 'silent':
      return findings.some(isError) || isEntered(facts) ? [] : ['trigger_silent'];
    default:
      return [];
  }
}
