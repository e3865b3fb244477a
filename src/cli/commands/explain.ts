import type { LedgerLine } from '../../domain/ledger-entry.ts';
import { visibleJson } from '../../domain/text.ts';
import type { ReplayStep } from '../../replay/replay-report.ts';
import { type Story, explainTransaction } from '../../pipeline/explain-transaction.ts';
import { runHeader } from '../../report/model.ts';
import { type StoryDocument, type StoryEvent, type StoryMapping, storyAmount, storyInstant, storyText } from '../../report/story-text.ts';
import type { Resolved } from '../../mapping/resolver.ts';
import { type CommonOptions, inProject } from '../context.ts';
import { paintFor, tableWidth, tell, writeOut } from '../output.ts';

/** `po-shadow explain TXN`: the whole story of one transaction. */
export async function run(options: CommonOptions & { transaction: string; format: string; width?: number | undefined }): Promise<number> {
  return inProject(options, async (workplace) => {
    const story = await explainTransaction(workplace, options.transaction);
    if (story.stale) tell('Settings, sheets or imports changed since the newest run; the steps below follow the present ones. po-shadow run brings the table up to date.');
    const document = documentOf(story);
    writeOut(options.format === 'json' ? `${visibleJson(document, 2)}\n` : `${storyText(document, paintFor(process.stdout), tableWidth(options.width))}\n`);
    return 0;
  });
}

function documentOf(story: Story): StoryDocument {
  return {
    run: runHeader(story.run),
    transactionId: story.transactionId,
    events: story.steps.map((step) => eventOf(step, story.ruleCodes)),
    orders: story.orders.map((order) => ({ number: order.number, idempotencyKey: order.idempotencyKey, requestBody: JSON.parse(order.requestBody) as unknown, requestText: order.requestBody })),
    manual: story.manual.map(({ name, version: { order }, file, sha256, asOf, beside, counts, conflict }) => ({
      poNumber: name, ...(order.entity === '' ? {} : { entity: order.entity }), poDate: order.poDate, period: order.period, vendorId: order.vendorId, vendorName: order.vendorName, currency: order.currency, reference: order.reference, memo: order.memo,
      enteredBy: order.enteredBy, enteredAt: storyInstant(order.enteredAt), counts, file, ...(conflict === null ? {} : { conflict: { ...conflict, sha256, asOf: storyInstant(asOf) } }), ...(beside === null || order.headerRow === undefined ? {} : { header: `${beside.headers}:${order.headerRow}` }),
      lines: order.lines.map((line) => ({ row: line.row, ...(beside === null || line.assignmentRow === undefined ? {} : { assignment: `${beside.assignments}:${line.assignmentRow}` }), line: line.line, glAccount: line.glAccount, department: line.department, location: line.location, ...standsFor(line, story), amount: storyAmount(line.amountMinor, order.currency), ...(line.taxMinor === null ? {} : { tax: storyAmount(line.taxMinor, order.currency) }), status: line.status })),
    })),
    sandbox: story.sandbox,
    quarantine: story.quarantine.map((item) => ({ at: `${item.shown}:${item.line}`, field: item.field, reason: item.reason })),
    firstStatus: story.first === null ? null : { status: story.first.status, run: story.first.runId },
    rows: story.rows,
    takenByOthers: story.takenByOthers,
    window: story.run.summary.window,
    pairedOutside: story.pairedOutside,
    untied: story.untied,
    withoutRow: story.withoutRow,
  };
}

/** The codes of a ledger's line, where it shows names or names and ids instead. */
function standsFor({ glAccount, department, location }: LedgerLine, { ledgerCodes }: Story): { standsFor?: string[] } {
  const codes = ledgerCodes.of(glAccount, department, location);
  return codes.join('\u0000') === [glAccount, department, location].join('\u0000') ? {} : { standsFor: codes };
}

function eventOf(step: ReplayStep, ruleCodes: readonly string[]): StoryEvent {
  const { snapshot } = step.event;
  return {
    at: step.event.at, eventId: snapshot.eventId, occurredAt: storyInstant(snapshot.occurredAt), revision: snapshot.revision, status: snapshot.status,
    total: storyAmount(snapshot.totalMinor, snapshot.currency), currency: snapshot.currency, meaning: step.meaning, effect: step.effect, approvedAt: storyInstant(step.approvedAt), ...(step.event.told === undefined || step.approvedAt === null ? {} : { approvedBy: step.event.told.where }),
    poDate: step.orders[0]?.poDate ?? null,
    routing: step.routing.map((decision) => ({ rule: decision.rule, satisfied: decision.satisfied, roles: decision.required.map((role, index) => ({ role, by: decision.satisfiedBy[index] ?? null })) })),
    mapping: mappingOf(step),
    erpRules: step.coded === null ? null : { checked: [...ruleCodes], objected: step.findings.map((finding) => finding.code).filter((code) => ruleCodes.includes(code)) },
    findings: step.findings.map(({ code, severity, message, at, remedy, when, erp }) => ({ code, severity, message, at, remedy, when, erp })),
  };
}

/** Each distinct value once: approvers first, then line by line. */
function mappingOf({ coded }: ReplayStep): StoryMapping[] {
  if (coded === null) return [];
  const steps: StoryMapping[] = coded.approvers.map((approver) => mappingStep('', 'approver', approver, 'mapping/approvers'));
  if (coded.entity !== null) steps.push(entityStep(coded.entity, coded.snapshot.entity));
  for (const { line, vendor, account, department, location } of coded.lines) {
    const name = `line ${line.id} (${storyAmount(line.amountMinor, coded.snapshot.currency)}) `;
    steps.push(mappingStep(name, line.vendorId === '' ? 'merchant' : 'vendor id', vendor, line.vendorId === '' ? 'mapping/vendors' : 'master/vendors'));
    steps.push(mappingStep(name, 'category', account, 'mapping/categories'));
    if (department !== null) steps.push(mappingStep(name, 'department', department, 'mapping/departments'));
    if (location !== null) steps.push(mappingStep(name, 'location', location, 'mapping/locations'));
  }
  for (const { line, why } of coded.leftOut) steps.push({ line: `line ${line.id} `, field: 'left out', value: line.merchant, result: '', by: why, state: 'ok' });
  return steps;
}

/** The default stands for an entity that the report does not name; without a sheet, what it names is the code. */
function entityStep(resolved: Resolved, named: string): StoryMapping {
  const step = mappingStep('', 'legal entity', { ...resolved, value: named }, 'mapping/entities');
  if (resolved.mappedBy !== null || resolved.state === 'unmapped') return step;
  const code = named === '' ? "the ERP's default" : 'the code as it is named';
  return { ...step, by: resolved.record !== null ? `${code}, ${resolved.record.at}` : resolved.state === 'unknown' ? `${code}, no such id in master/entities` : code };
}

function mappingStep(line: string, field: string, resolved: Resolved, sheet: string): StoryMapping {
  const name = resolved.record === null ? '' : ` ${resolved.record.name}`;
  const by = resolved.mappedBy !== null ? `${resolved.mappedBy.at}${resolved.record === null ? (resolved.state === 'ok' ? '' : ', no such id in the ERP') : `, ${resolved.record.at}`}` : resolved.record !== null ? resolved.record.at : `no row in ${sheet}`;
  return { line, field, value: resolved.value, result: resolved.id === '' ? '' : `${resolved.id}${name}`, by, state: resolved.state };
}
