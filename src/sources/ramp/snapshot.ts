import type { ReportSnapshot } from '../../domain/expense-report.ts';
import { formatMinor } from '../../domain/money.ts';
import type { RampObject } from '../../domain/settings.ts';
import type { ControlTotal, ReadingOptions, Refusal } from '../../intake/sink.ts';
import { known } from '../json/read-one.ts';
import type { Part } from '../json/part.ts';
import { orderLines } from '../order-lines.ts';
import { readId } from '../read-id.ts';
import { STAGES, type Stage, eventIdOf, revisionOf } from '../snapshot-order.ts';
import type { Coding } from './coding.ts';
import { type LineSetting, type ReadLines, readLines } from './lines.ts';
import { type Moment, readDay, readMoment } from './moments.ts';
import { objectOf, stateOf } from './objects.ts';
import { prefixed, rankOf, stageOf } from './states.ts';

/** What one object says: the snapshot, and its stated amount beside the sum of its lines where it has lines. */
export interface ReadObject {
  snapshot: ReportSnapshot;
  total: ControlTotal | null;
}

interface ObjectIdentity {
  object: RampObject;
  fields: Pick<ReportSnapshot, 'eventId' | 'occurredAt' | 'dateOnly' | 'reportId' | 'revision' | 'status'>;
}

/** Reads one object of Ramp's API. Throws Unreadable. */
export function readObject(whole: Part, options: ReadingOptions): ReadObject {
  const { object, fields } = identify(whole, options);
  const read = readLines(whole, lineSettingOf(whole, object), options);
  const sumMinor = read.lines.reduce((sum, line) => sum + line.amountMinor, 0);
  return {
    snapshot: {
      ...fields,
      name: nameOf(whole, object),
      currency: read.currency,
      totalMinor: read.statedMinor ?? sumMinor,
      entity: entityOf(whole, read.codings),
      employee: employeeOf(whole, object),
      submittedAt: readMoment(whole, 'submitted_at')?.at ?? null,
      approvals: null,
      lines: orderLines(read.lines),
    },
    total: totalOf(prefixed(object, fields.reportId), read, sumMinor),
  };
}

/** What can still be told of an object that could not be read, so that it counts as incomplete. */
export function identityOf(whole: Part, options: ReadingOptions): Partial<Refusal> {
  const identity = known(() => identify(whole, options).fields);
  if (identity === undefined) return { documentId: known(() => readId(whole.at('id'), whole.text('id'))) };
  return { documentId: identity.reportId, eventId: identity.eventId, revision: identity.revision, occurredAt: identity.occurredAt ?? undefined };
}

function identify(whole: Part, options: ReadingOptions): ObjectIdentity {
  const object = objectOf(whole, options.object);
  const state = stateOf(whole, object);
  const id = readId(whole.at('id'), whole.text('id'));
  const number = object === 'purchase_order' ? whole.text('purchase_order_number') : '';
  const stage = stageOf(object, state);
  const moment = momentOf(whole, object, stage);
  const revision = revisionOf({ changedAt: readMoment(whole, 'updated_at')?.at ?? null, takenAt: options.takenAt ?? null, otherwise: STAGES[stage] });
  const status = prefixed(object, state);
  return {
    object,
    fields: {
      eventId: eventIdOf(prefixed(object, id), revision, rankOf(object, state), status, moment),
      occurredAt: moment?.at ?? null,
      dateOnly: moment?.dateOnly ?? false,
      reportId: number === '' ? id : readId(whole.at('purchase_order_number'), number),
      revision,
      status,
    },
  };
}

/** The moment that an object counts on. Only reimbursements say when they were approved, and mean nothing else once they are. */
function momentOf(whole: Part, object: RampObject, stage: Stage): Moment | null {
  switch (object) {
    case 'transaction':
      return readMoment(whole, 'accounting_date', 'settlement_date', 'user_transaction_time');
    case 'reimbursement':
      return stage === 'final' ? readMoment(whole, 'approved_at') : readMoment(whole, 'updated_at', 'submitted_at', 'created_at', 'transaction_date');
    case 'bill':
      return readMoment(whole, 'accounting_date', 'issued_at');
    case 'spend_request':
      return readMoment(whole, 'approved_at', 'created_at');
    case 'purchase_order':
      return readMoment(whole, 'created_at');
  }
}

function lineSettingOf(whole: Part, object: RampObject): LineSetting {
  const common = { object, memo: whole.text('memo'), vendorId: '', personal: false };
  switch (object) {
    case 'transaction':
      return { ...common, date: readDay(whole, 'user_transaction_time', 'accounting_date', 'settlement_date'), merchant: whole.text('merchant_name') || whole.text('merchant_descriptor'), paymentType: 'CARD', reimbursable: false };
    case 'reimbursement':
      return {
        ...common, date: readDay(whole, 'transaction_date', 'accounting_date', 'created_at'), merchant: whole.text('merchant'), paymentType: whole.text('type') || 'REIMBURSEMENT', reimbursable: true,
        // What an employee pays back is no purchase.
        personal: whole.text('direction').toUpperCase() === 'USER_TO_BUSINESS',
      };
    case 'bill':
      return { ...common, ...vendorOf(whole), date: readDay(whole, 'issued_at', 'accounting_date', 'created_at'), paymentType: 'BILL', reimbursable: false };
    case 'spend_request':
      return { ...common, ...vendorOf(whole), date: readDay(whole, 'created_at', 'approved_at'), paymentType: 'SPEND_REQUEST', reimbursable: false };
    case 'purchase_order':
      return { ...common, ...vendorOf(whole), date: readDay(whole, 'created_at'), paymentType: 'PURCHASE_ORDER', reimbursable: false };
  }
}

/** The vendor: its id in the ERP where it was synced there, and its name. */
function vendorOf(whole: Part): { vendorId: string; merchant: string } {
  if (!whole.isObject('vendor')) return { vendorId: '', merchant: whole.text('vendor_name') || whole.text('vendor_id') };
  const vendor = whole.part('vendor');
  return { vendorId: vendor.text('remote_id'), merchant: vendor.text('remote_name') || vendor.text('name') || whole.text('vendor_id') };
}

function nameOf(whole: Part, object: RampObject): string {
  if (object === 'bill') return [whole.text('invoice_number'), whole.text('memo')].filter((text) => text !== '').join(' ');
  return whole.text('name') || whole.text('memo');
}

/** The subsidiary of the lines where they agree on one, else Ramp's own entity. */
function entityOf(whole: Part, codings: readonly Coding[]): string {
  const subsidiaries = new Set(codings.map(({ subsidiary }) => subsidiary));
  const [only = ''] = subsidiaries;
  return subsidiaries.size === 1 && only !== '' ? only : whole.text('entity_id');
}

function employeeOf(whole: Part, object: RampObject): ReportSnapshot['employee'] {
  if (object === 'transaction') {
    if (!whole.isObject('card_holder')) return { email: '', department: '', location: '' };
    const holder = whole.part('card_holder');
    return { email: holder.text('email') || holder.text('user_id'), department: holder.text('department_name'), location: holder.text('location_name') };
  }
  const owner = whole.isObject('bill_owner') ? whole.part('bill_owner') : null;
  return { email: whole.text('user_email') || owner?.text('email') || owner?.text('id') || whole.text('user_id'), department: '', location: '' };
}

function totalOf(what: string, { statedMinor, currency, lines }: ReadLines, sumMinor: number): ControlTotal | null {
  if (statedMinor === null || lines.length === 0) return null;
  const amount = (minor: number): string => `${formatMinor(minor, currency)} ${currency}`;
  return { what: `amount of ${what}`, stated: amount(statedMinor), found: amount(sumMinor), agrees: statedMinor === sumMinor };
}
