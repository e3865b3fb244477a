import { type Instant, type ZonedClock, parseInstant } from '../../domain/calendar.ts';
import { currencyDecimals } from '../../domain/currency.ts';
import type { PackedEvent } from '../../domain/expense-report.ts';
import { MAX_MINOR } from '../../domain/money.ts';
import { compareNatural } from '../../domain/text.ts';
import { isDateIn, isTrimmedIn, minorIn, utcSecondIn, wholeIn } from '../../intake/byte-values.ts';
import { JsonLayout } from '../../intake/json-layout.ts';
import type { RawLine } from '../../intake/lines.ts';
import { RepeatedText } from '../../intake/repeated-text.ts';
import type { UnreadNames } from '../../intake/unread-names.ts';
import { ContentWriter } from './content-writer.ts';

/** Places of an event's values, those of its report and employee with them. */
const EVENT = {
  eventId: 0, occurredAt: 1, id: 2, revision: 3, status: 4, name: 5, currency: 6, total: 7, entity: 8, email: 9, department: 10, location: 11, submittedAt: 12, approvals: 13, lines: 14,
} as const;
const APPROVAL = { approver: 0, role: 1, decision: 2, at: 3 } as const;
/** The first ones in the order of a stored line. */
const LINE = {
  id: 0, date: 1, merchant: 2, vendorId: 3, category: 4, department: 5, location: 6, description: 7, amount: 8, itemId: 9, quantity: 10, paymentType: 11, personal: 12, reimbursable: 13, claimed: 14, tax: 15,
} as const;
export const SHAPE = {
  eventId: EVENT.eventId, occurredAt: EVENT.occurredAt,
  report: {
    id: EVENT.id, revision: EVENT.revision, status: EVENT.status, name: EVENT.name, currency: EVENT.currency, total: EVENT.total, entity: EVENT.entity, submittedAt: EVENT.submittedAt,
    employee: { email: EVENT.email, department: EVENT.department, location: EVENT.location }, approvals: [EVENT.approvals, APPROVAL], lines: [EVENT.lines, LINE],
  },
} as const;
/** Numbers in the spans of a line and of an approval. */
const LINE_SPANS = 2 * Object.keys(LINE).length;
const APPROVAL_SPANS = 2 * Object.keys(APPROVAL).length;

const QUOTE = 34;
const TRUE = 116;
const FALSE = 102;
const LONGEST_ID = 1_000;

/** What ends the reading of a line that is left to the reader of any line. */
const OTHERWISE = Symbol('otherwise');

/**
 * Reads canonical events from the bytes of their lines straight into what is stored of them. It knows nothing that reading a line as JSON and packing its
 * snapshot does not: where a line is not plain (a value that needs trimming, lines out of order, anything wrong) it gives up, and the line is
 * read that way, which also says what is wrong with it. Most of an import is lines that are plain, and for these it makes three texts instead of a hundred values.
 */
export class PackedEvents {
  readonly #clock: ZonedClock | undefined;
  readonly #layout: JsonLayout;
  readonly #content = new ContentWriter();
  readonly #status = new RepeatedText();
  readonly #currency = new RepeatedText();
  readonly #decision = new RepeatedText();
  #bytes: Buffer = Buffer.alloc(0);
  #latest: Instant = 0;

  /** Keys that nobody reads are gathered in `unread`. */
  constructor(clock: ZonedClock | undefined, unread: UnreadNames) {
    this.#clock = clock;
    this.#layout = new JsonLayout(SHAPE, unread);
  }

  /** The event that stands in a line without problem; null where it is not plain. */
  read({ bytes, start, end }: RawLine): PackedEvent | null {
    if (!this.#layout.read(bytes, start, end)) return null;
    this.#bytes = bytes;
    // The shortest line of a report has 43 characters of JSON and no more than 75 of content beside its texts.
    this.#content.begin(bytes, 3 * (end - start));
    try {
      return this.#event();
    } catch (error) {
      if (error === OTHERWISE) return null;
      throw error;
    }
  }

  #event(): PackedEvent {
    const { spans } = this.#layout;
    const bytes = this.#bytes;
    const currency = this.#textOf(this.#currency, 2 * EVENT.currency);
    const decimals = currencyDecimals(currency);
    if (decimals === undefined) throw OTHERWISE;
    const revision = wholeIn(bytes, spans[2 * EVENT.revision] as number, spans[2 * EVENT.revision + 1] as number);
    const totalMinor = this.#minor(2 * EVENT.total, decimals);
    if (Number.isNaN(revision) || spans[2 * EVENT.revision] === -1) throw OTHERWISE;
    const occurredAt = this.#instant(2 * EVENT.occurredAt);
    this.#latest = occurredAt;
    const content = this.#content;
    content.mark('[');
    this.#optional(2 * EVENT.name);
    content.mark(',');
    this.#optional(2 * EVENT.currency);
    content.mark(',');
    content.number(totalMinor);
    for (let at: number = 2 * EVENT.email; at <= 2 * EVENT.location; at += 2) {
      content.mark(',');
      this.#optional(at);
    }
    content.mark(',');
    if (this.#isBlank(2 * EVENT.submittedAt)) content.mark('null');
    else content.number(this.#instant(2 * EVENT.submittedAt));
    content.mark(',[');
    this.#approvals();
    content.mark('],[');
    this.#lines(decimals);
    content.mark('],0');
    if (!this.#isBlank(2 * EVENT.entity)) {
      content.mark(',');
      this.#optional(2 * EVENT.entity);
    }
    content.mark(']');
    return {
      reportId: this.#idText(2 * EVENT.id), revision, occurredAt, eventId: this.#idText(2 * EVENT.eventId), status: this.#textOf(this.#status, this.#id(2 * EVENT.status)),
      content: content.text(), currency, totalMinor, latestInstant: this.#latest,
    };
  }

  #approvals(): void {
    const { spans } = this.#layout;
    const first = spans[2 * EVENT.approvals] as number;
    const count = first < 0 ? 0 : (spans[2 * EVENT.approvals + 1] as number);
    const content = this.#content;
    for (let place = 0; place < count; place++) {
      const base = first + place * APPROVAL_SPANS;
      content.mark(place === 0 ? '[' : ',[');
      this.#optional(this.#id(base + 2 * APPROVAL.approver));
      content.mark(',');
      this.#optional(this.#id(base + 2 * APPROVAL.role));
      content.mark(this.#isApproved(base + 2 * APPROVAL.decision) ? ',1,' : ',0,');
      const at = this.#instant(base + 2 * APPROVAL.at);
      if (at > this.#latest) this.#latest = at;
      content.number(at);
      content.mark(']');
    }
  }

  #lines(decimals: number): void {
    const { spans } = this.#layout;
    const bytes = this.#bytes;
    const content = this.#content;
    const first = spans[2 * EVENT.lines] as number;
    if (first < 0) throw OTHERWISE;
    const count = spans[2 * EVENT.lines + 1] as number;
    let size = 0;
    for (let place = 0; place < count; place++) {
      const base = first + place * LINE_SPANS;
      this.#id(base);
      if (place > 0) this.#assertBehind(base - LINE_SPANS, base);
      const date = this.#text(base + 2 * LINE.date);
      if ((spans[base + 2 * LINE.date + 1] as number) - date !== 10 || !isDateIn(bytes, date)) throw OTHERWISE;
      content.mark(place === 0 ? '[' : ',[');
      for (let at = base; at < base + 2 * LINE.amount; at += 2) {
        this.#optional(at);
        content.mark(',');
      }
      const amountMinor = this.#minor(base + 2 * LINE.amount, decimals);
      content.number(amountMinor);
      size += Math.abs(amountMinor);
      this.#rest(base, decimals);
      content.mark(']');
    }
    if (size > MAX_MINOR) throw OTHERWISE;
  }

  /** What few lines have; one that has nothing of it ends before it. */
  #rest(base: number, decimals: number): void {
    const personal = this.#flag(base + 2 * LINE.personal);
    const reimbursable = this.#flag(base + 2 * LINE.reimbursable);
    let any = personal === true || reimbursable !== null;
    for (let at = base + 2 * LINE.itemId; at <= base + 2 * LINE.tax; at += 2) if (at !== base + 2 * LINE.personal) any ||= !this.#isBlank(at);
    if (!any) return;
    const content = this.#content;
    for (let at = base + 2 * LINE.itemId; at <= base + 2 * LINE.paymentType; at += 2) {
      content.mark(',');
      this.#optional(at);
    }
    content.mark(personal === true ? ',1,' : ',0,');
    content.mark(String(reimbursable));
    for (let at = base + 2 * LINE.claimed; at <= base + 2 * LINE.tax; at += 2) {
      content.mark(',');
      if (this.#isBlank(at)) content.mark('null');
      else content.number(this.#minor(at, decimals));
    }
  }

  /** Whether nothing stands at a place, or an empty text. */
  #isBlank(at: number): boolean {
    const { spans } = this.#layout;
    return (spans[at] as number) < 0 || spans[at] === spans[at + 1];
  }

  /** Where the text at a place begins. */
  #text(at: number): number {
    const start = this.#layout.spans[at] as number;
    if (start < 0 || this.#bytes[start - 1] !== QUOTE) throw OTHERWISE;
    return start;
  }

  #textOf(repeated: RepeatedText, at: number): string {
    return repeated.of(this.#bytes, this.#text(at), this.#layout.spans[at + 1] as number);
  }

  /** Writes a text that may be absent, as it stands in the line; one that begins or ends with a blank may be nothing else. */
  #optional(at: number): void {
    if (this.#isBlank(at)) return this.#content.mark('""');
    const start = this.#text(at);
    const end = this.#layout.spans[at + 1] as number;
    if (!isTrimmedIn(this.#bytes, start, end)) throw OTHERWISE;
    this.#content.copy(start - 1, end + 1);
  }

  /** The same place, where a text stands that must be there and is nothing but itself when it is trimmed. */
  #id(at: number): number {
    const start = this.#text(at);
    const end = this.#layout.spans[at + 1] as number;
    if (start === end || end - start > LONGEST_ID || !isTrimmedIn(this.#bytes, start, end)) throw OTHERWISE;
    return at;
  }

  #idText(at: number): string {
    return this.#bytes.toString('utf8', this.#text(this.#id(at)), this.#layout.spans[at + 1]);
  }

  #minor(at: number, decimals: number): number {
    const minor = minorIn(this.#bytes, this.#text(at), this.#layout.spans[at + 1] as number, decimals);
    if (Number.isNaN(minor)) throw OTHERWISE;
    return minor;
  }

  #instant(at: number): Instant {
    const start = this.#text(at);
    const end = this.#layout.spans[at + 1] as number;
    const second = utcSecondIn(this.#bytes, start, end);
    if (!Number.isNaN(second)) return second;
    const instant = parseInstant(this.#bytes.toString('utf8', start, end), this.#clock);
    if (typeof instant !== 'number') throw OTHERWISE;
    return instant;
  }

  #isApproved(at: number): boolean {
    const decision = this.#textOf(this.#decision, at);
    if (decision !== 'approved' && decision !== 'rejected') throw OTHERWISE;
    return decision === 'approved';
  }

  /** Yes, no, or null for nothing; any words for it are read otherwise. */
  #flag(at: number): boolean | null {
    if (this.#isBlank(at)) return null;
    const start = this.#layout.spans[at] as number;
    if (this.#bytes[start - 1] === QUOTE) throw OTHERWISE;
    if (this.#bytes[start] === TRUE) return true;
    if (this.#bytes[start] === FALSE) return false;
    throw OTHERWISE;
  }

  /** Gives up where the id of a line does not stand behind the one of the line before. */
  #assertBehind(before: number, base: number): void {
    const { spans } = this.#layout;
    const bytes = this.#bytes;
    const one = wholeIn(bytes, spans[before] as number, spans[before + 1] as number);
    const other = wholeIn(bytes, spans[base] as number, spans[base + 1] as number);
    if (one < other) return;
    const text = (at: number): string => bytes.toString('utf8', spans[at], spans[at + 1]);
    if (compareNatural(text(before), text(base)) >= 0) throw OTHERWISE;
  }
}
