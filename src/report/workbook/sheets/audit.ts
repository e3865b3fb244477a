import type { Workbook } from 'exceljs';
import { type Act, type AuditEntry, entryName } from '../../../domain/audit.ts';
import type { GateResult } from '../../../domain/gate.ts';
import type { SettingChange } from '../../../domain/setting-change.ts';
import { type VanishedOrder, goneFromText } from '../../../domain/vanished-order.ts';
import { handedIn } from '../../audit-text.ts';
import type { DecisionModel, InputFact } from '../../decision-model.ts';
import type { Column } from '../column.ts';
import { amount, count, date, text } from '../content.ts';
import { WORKBOOK_LIMITS } from '../plan.ts';
import { addPage, instantText, putSection, putTitle } from '../sheet-page.ts';
import { putTable, setWidths } from '../table.ts';

// All stretches share the sheet's columns, so each says its widest at the same place.
const WIDTHS = [30, 26, 24, 28, 72, 20, 13, 13, 13];

/** Of a hash, what tells it from others. */
const HASH_BEGINS = 16;

const INPUTS: readonly Column<InputFact>[] = [
  { name: 'File', width: 0, wrap: true, of: ({ shown }) => text(shown) },
  { name: 'Kind', width: 0, of: ({ kind }) => text(kind) },
  { name: 'Format', width: 0, of: ({ format }) => text(format) },
  { name: 'As of', width: 0, of: ({ asOf }) => text(asOf ?? '') },
  { name: 'SHA-256', width: 0, wrap: true, of: ({ sha256 }) => text(sha256) },
  { name: 'Rows read', width: 0, of: ({ rowsRead }) => count(rowsRead) },
  { name: 'Accepted', width: 0, of: ({ rowsAccepted }) => count(rowsAccepted) },
  { name: 'Already known', width: 0, of: ({ rowsKnown }) => count(rowsKnown) },
  { name: 'Quarantined', width: 0, of: ({ rowsQuarantined }) => count(rowsQuarantined) },
];

const VANISHED: readonly Column<VanishedOrder>[] = [
  { name: 'PO', width: 0, of: ({ poNumber }) => text(poNumber) },
  { name: 'PO date', width: 0, of: ({ poDate }) => date(poDate) },
  { name: 'Amount', width: 0, of: (order) => amount(order.amount, order.currency) },
  { name: 'Held by', width: 0, wrap: true, of: ({ heldBy }) => text(heldBy) },
  { name: 'No longer in', width: 0, wrap: true, of: (order) => text(goneFromText(order)) },
];

const RUNS: readonly Column<DecisionModel['runs'][number]>[] = [
  { name: 'Run', width: 0, of: ({ id }) => text(id) },
  { name: 'Number', width: 0, of: ({ number }) => count(number) },
  { name: 'As of', width: 0, of: ({ asOf }) => text(asOf ?? '') },
  { name: 'Configuration', width: 0, of: ({ configuration }) => text(configuration.slice(0, HASH_BEGINS)) },
  { name: 'Digest', width: 0, wrap: true, of: ({ digest }) => text(digest) },
];

const SETTINGS: readonly Column<SettingChange>[] = [
  { name: 'Setting', width: 0, of: ({ setting }) => text(setting) },
  { name: 'Was', width: 0, wrap: true, of: ({ old }) => text(old) },
  { name: 'Is', width: 0, wrap: true, of: ({ new: now }) => text(now) },
  { name: 'Since', width: 0, of: ({ since }) => text(since) },
  { name: 'Why', width: 0, wrap: true, of: ({ by, why }) => text([by, why].filter((part) => part !== '').join(': ')) },
];

const EVIDENCE: readonly Column<{ gate: GateResult; says: string }>[] = [
  { name: 'Gate', width: 0, wrap: true, of: ({ gate }) => text(gate.title) },
  { name: 'Code', width: 0, of: ({ gate }) => text(gate.id) },
  { name: 'Result', width: 0, of: ({ gate }) => text(gate.passed ? 'PASS' : gate.waiver !== null ? 'WAIVED' : 'FAIL'), look: ({ gate }) => (gate.passed ? 'agree' : gate.waiver !== null ? 'waiting' : 'open') },
  { name: 'Measured', width: 0, wrap: true, of: ({ gate }) => text(gate.measuredText) },
  { name: 'Evidence', width: 0, wrap: true, of: ({ says }) => text(says) },
];

const TRAIL: readonly Column<AuditEntry>[] = [
  { name: 'Entry', width: 0, of: ({ sequence }) => text(entryName(sequence)) },
  { name: 'At', width: 0, of: ({ at, clock }) => text(at === null ? '' : `${instantText(at)}${clock === 'machine' ? '' : ` (${clock})`}`) },
  { name: 'Act', width: 0, of: ({ act }) => text(act.kind) },
  { name: 'Who', width: 0, wrap: true, of: ({ actor }) => text([actor.person ?? '', actor.osUser === null ? '' : `${actor.osUser}@${actor.osHost ?? ''}`].filter((part) => part !== '').join(' · ')) },
  { name: 'What', width: 0, wrap: true, of: ({ act }) => text(`${handedIn(act)}${sentenceOf(act)}`) },
  { name: 'Hash begins', width: 0, of: ({ hash }) => text(hash.slice(0, HASH_BEGINS)) },
];

/** Runs, inputs with hashes, changed settings, all evidence of the gates, and the audit trail. */
export function addAuditSheet(book: Workbook, model: DecisionModel): void {
  const sheet = addPage(book, 'Audit', model);
  setWidths(sheet, WIDTHS);
  const { verdict, trail, inputs, runs, settingChanges, vanished } = model;
  let row = putTitle(sheet, 'Audit', [`Head of the audit trail: ${verdict.auditHead}, ${verdict.auditLength.toLocaleString('en-US')} entries. po-shadow audit --expect ${verdict.auditHead} checks it.`]);
  const stretch = <Fact>(title: string, table: string, columns: readonly Column<Fact>[], facts: readonly Fact[], all: number = facts.length): void => {
    putSection(sheet, row, facts.length === all ? title : `${title}: the newest ${facts.length.toLocaleString('en-US')} of ${all.toLocaleString('en-US')}`);
    const { headerRow, last } = putTable(sheet, row + 1, table, columns, facts, WIDTHS);
    row = Math.max(last, headerRow + 1) + 2;
  };
  stretch('Inputs', 'Inputs', INPUTS, newest(inputs), inputs.length);
  if (vanished.orders.length > 0) stretch(`POs that a newer export no longer holds: ${vanished.reviewedBy === null ? 'not reviewed' : `reviewed by ${vanished.reviewedBy}`}`, 'Vanished', VANISHED, vanished.orders.slice(0, WORKBOOK_LIMITS.listedFacts));
  stretch('Runs', 'Runs', RUNS, newest(runs), runs.length);
  stretch('Settings looser than their default, or changed after the first run', 'Settings', SETTINGS, settingChanges);
  stretch('Evidence of the gates', 'Evidence', EVIDENCE, verdict.gates.flatMap((gate) => gate.evidence.slice(0, WORKBOOK_LIMITS.listedFacts).map((says) => ({ gate, says }))));
  stretch('Audit trail', 'Trail', TRAIL, newest(trail), trail.length);
}

const newest = <Fact>(facts: readonly Fact[]): readonly Fact[] => facts.slice(-WORKBOOK_LIMITS.listedFacts);

/** What an entry says, in a sentence; the trail itself holds every field. */
function sentenceOf(act: Act): string {
  switch (act.kind) {
    case 'import':
      return act.files.map(({ shown, accepted, quarantined }) => `${shown}: ${accepted} accepted, ${quarantined} quarantined`).join('; ');
    case 'erp_log':
      return act.files.map(({ shown, sha256, masked }) => `${shown}, SHA-256 ${sha256}${masked === 0 ? '' : `, ${masked} masked`}`).join('; ');
    case 'run':
      return `run ${act.number}, digest ${act.digest}`;
    case 'resolve':
      return `${act.row}${act.transaction === null ? '' : ` (${act.transaction})`}: ${act.disposition}, ${act.reason}`;
    case 'pair':
    case 'unpair':
      return `${act.transaction} ${act.kind === 'pair' ? 'with' : 'from'} ${act.purchaseOrders.join(', ')}: ${act.reason}`;
    case 'waive':
      return `${act.gate}, measured ${act.measured}: ${act.reason}`;
    case 'quarantine':
      return `${act.decision} ${act.at}: ${act.reason}`;
    case 'sync':
      return `sync ${act.state} after delivery ${act.afterDelivery}: ${act.reason}`;
    case 'scope':
      return `${act.leftOut}: ${act.reason}`;
    case 'vanished':
      return `${act.vanished}: ${act.reason}`;
    case 'review':
      return `${act.decision} ${entryName(act.of)}${act.reason === '' ? '' : `: ${act.reason}`}`;
    case 'workbook':
      return `${act.shown}, ${act.applied} applied, SHA-256 ${act.sha256}`;
    case 'sandbox_export':
      return `${act.run}: ${act.calls} calls for ${act.orders} POs`;
    case 'sandbox_answers':
      return `${act.shown}: ${act.answers} answers, ${act.unread} rows unread, SHA-256 ${act.sha256}${act.kept === undefined ? '' : `; kept as a copy without its secrets, SHA-256 ${act.kept.sha256}`}`;
    case 'attest':
      return `${act.item}: ${act.file.name}, SHA-256 ${act.file.sha256}${act.note === '' ? '' : `; ${act.note}`}`;
    case 'probe':
      return `${act.item}: ${act.passed ? 'passed' : 'failed'}, ${act.what}`;
    case 'drill':
      return `${act.item}: ${act.passed ? 'passed' : 'failed'}`;
  }
}
