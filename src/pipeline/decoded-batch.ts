import type { PackedEvent } from '../domain/expense-report.ts';
import type { PackedManual } from '../domain/ledger-entry.ts';
import type { LedgerPart, PartRows } from '../domain/ledger-part.ts';
import type { UnreadColumns } from '../domain/unread-columns.ts';
import type { ControlTotal, Refusal } from '../intake/sink.ts';
import type { ReadingSink } from './reading.ts';

/** What is packed, a column for each of its fields, optional ones too: a field that it gains does not compile until it passes as well. */
type ColumnsOf<Packed> = { [Field in keyof Required<Packed>]: Packed[Field][] };

/** Events that followed one another, in columns. */
interface EventColumns extends ColumnsOf<PackedEvent> {
  kind: 'events';
  line: number[];
  rows: number[];
}

/** Manual POs that followed one another, in columns. */
interface OrderColumns extends ColumnsOf<PackedManual> {
  kind: 'orders';
  rows: number[];
  /** Of an export in several files alone. */
  parts: (PartRows | undefined)[];
}

/**
 * What passes from the decoding thread to the storing one, many things at a time and in file order. Events and POs are the many, and go in
 * columns: an object for each would be copied with the names of its fields.
 */
export type DecodedBatch = (EventColumns | OrderColumns | { kind: 'refusal'; refusal: Refusal } | { kind: 'control'; total: ControlTotal; part: LedgerPart | undefined } | { kind: 'unread'; columns: UnreadColumns } | { kind: 'restart' })[];

/** Gathers what is decoded into a batch. */
export class DecodedBatchBuilder {
  /** How many things it holds. */
  size = 0;
  #parts: DecodedBatch = [];

  event(event: PackedEvent, line: number, rows: number): void {
    this.size++;
    let last = this.#parts.at(-1);
    if (last?.kind !== 'events') {
      last = { kind: 'events', reportId: [], revision: [], occurredAt: [], eventId: [], status: [], content: [], currency: [], totalMinor: [], latestInstant: [], line: [], rows: [] };
      this.#parts.push(last);
    }
    last.reportId.push(event.reportId);
    last.revision.push(event.revision);
    last.occurredAt.push(event.occurredAt);
    last.eventId.push(event.eventId);
    last.status.push(event.status);
    last.content.push(event.content);
    last.currency.push(event.currency);
    last.totalMinor.push(event.totalMinor);
    last.latestInstant.push(event.latestInstant);
    last.line.push(line);
    last.rows.push(rows);
  }

  order(order: PackedManual, rows: number, parts: PartRows | undefined): void {
    this.size++;
    let last = this.#parts.at(-1);
    if (last?.kind !== 'orders') {
      last = { kind: 'orders', poNumber: [], entity: [], poDate: [], currency: [], content: [], lineRows: [], enteredAt: [], standingMinor: [], rows: [], parts: [] };
      this.#parts.push(last);
    }
    last.poNumber.push(order.poNumber);
    last.entity.push(order.entity);
    last.poDate.push(order.poDate);
    last.currency.push(order.currency);
    last.content.push(order.content);
    last.lineRows.push(order.lineRows);
    last.enteredAt.push(order.enteredAt);
    last.standingMinor.push(order.standingMinor);
    last.rows.push(rows);
    last.parts.push(parts);
  }

  /** Adds one of what is rare. */
  other(part: Exclude<DecodedBatch[number], EventColumns | OrderColumns>): void {
    this.size++;
    this.#parts.push(part);
  }

  /** The batch; the builder is empty again. */
  take(): DecodedBatch {
    const parts = this.#parts;
    this.#parts = [];
    this.size = 0;
    return parts;
  }
}

/** Delivers a batch, thing by thing. */
export function deliverBatch(batch: DecodedBatch, sink: ReadingSink): void {
  for (const part of batch) {
    switch (part.kind) {
      case 'events':
        deliverEvents(part, sink);
        break;
      case 'orders':
        deliverOrders(part, sink);
        break;
      case 'refusal':
        sink.refuse(part.refusal);
        break;
      case 'control':
        sink.control(part.total, part.part);
        break;
      case 'unread':
        sink.unread(part.columns);
        break;
      case 'restart':
        sink.restart();
    }
  }
}

function deliverEvents(events: EventColumns, sink: ReadingSink): void {
  for (let place = 0; place < events.line.length; place++) {
    const event: Required<PackedEvent> = {
      reportId: events.reportId[place] as string, revision: events.revision[place] as number, occurredAt: events.occurredAt[place] ?? null, eventId: events.eventId[place] as string,
      status: events.status[place] as string, content: events.content[place] as string, currency: events.currency[place] as string, totalMinor: events.totalMinor[place] as number,
      latestInstant: events.latestInstant[place] ?? null,
    };
    sink.event(event, events.line[place] as number, events.rows[place] as number);
  }
}

function deliverOrders(orders: OrderColumns, sink: ReadingSink): void {
  for (let place = 0; place < orders.rows.length; place++) {
    const order: Required<PackedManual> = {
      poNumber: orders.poNumber[place] as string, entity: orders.entity[place] as string, poDate: orders.poDate[place] as string, currency: orders.currency[place] as string,
      content: orders.content[place] as string, lineRows: orders.lineRows[place] as string, enteredAt: orders.enteredAt[place] ?? null, standingMinor: orders.standingMinor[place] as number,
    };
    sink.order(order, orders.rows[place] as number, orders.parts[place]);
  }
}
