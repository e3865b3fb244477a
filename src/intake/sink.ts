import type { Instant, ZonedClock } from '../domain/calendar.ts';
import type { PackedEvent, ReportSnapshot } from '../domain/expense-report.ts';
import type { DateStyle, DecimalStyle, EncodingName, HeaderProfile } from '../domain/header-profile.ts';
import type { ComparableColumn, ManualPurchaseOrder } from '../domain/ledger-entry.ts';
import type { LedgerPart, PartRows } from '../domain/ledger-part.ts';
import type { RampObject } from '../domain/settings.ts';
import type { UnreadColumns } from '../domain/unread-columns.ts';

/** A document (event or PO) that could not be read: it goes to quarantine whole. */
export interface Refusal {
  /** First line of the document in the file. */
  line: number;
  /** How many rows of the file it takes along. */
  rows: number;
  field: string;
  value: string;
  reason: string;
  /** Report id or PO number, where it could be read. */
  documentId?: string | undefined;
  /** The legal entity of a PO, where it could be read. */
  entity?: string | undefined;
  /** Of an export in several files: in which of them it stands, and the rows that go along in each. */
  part?: LedgerPart | undefined;
  parts?: PartRows | undefined;
  eventId?: string | undefined;
  revision?: number | undefined;
  occurredAt?: Instant | undefined;
}

/** A total that a file carries about itself, and what was read. */
export interface ControlTotal {
  what: string;
  stated: string;
  found: string;
  agrees: boolean;
}

/** Where a source delivers what it reads, in file order. */
export interface ApprovalsSink {
  accept(snapshot: ReportSnapshot, line: number, rows: number): void;
  /** Takes what a source has packed itself; one that can is given snapshots where this is left out. */
  packed?(event: PackedEvent, line: number, rows: number): void;
  refuse(refusal: Refusal): void;
  control(total: ControlTotal): void;
  /** Called at most once, at the end of a canonical table that has columns which nobody reads. */
  unread?(columns: UnreadColumns): void;
  bytes(count: number): void;
}

/** Where a ledger format delivers what it reads. */
export interface LedgerSink {
  /** Everything delivered of this file so far is void: it is read anew. */
  restart(): void;
  /** `rows` of the file; of an export in several files its lines, and `parts` those of each. */
  accept(order: ManualPurchaseOrder, rows: number, parts?: PartRows): void;
  refuse(refusal: Refusal): void;
  /** `part` is the file of an export in several that states it. */
  control(total: ControlTotal, part?: LedgerPart): void;
  /** Called likewise, behind the last restart. */
  unread?(columns: UnreadColumns): void;
  bytes(count: number): void;
}

/** What a ledger file says of itself beside its POs. */
export interface LedgerFile {
  /** The export's own stamp, where it has one. */
  stamp: Instant | null;
  /** Columns that are blank in every row: they are not compared. */
  blankColumns: ComparableColumn[];
}

/** The file to read (its kept copy), what its name said of its format, and how people know it. */
export interface InputFile {
  path: string;
  name: string;
  shown: string;
}

/** How the settings say that a file is to be read. */
export interface ReadingOptions {
  /** For instants without offset. */
  clock: ZonedClock | undefined;
  orgUnits?: { department?: number | undefined; location?: number | undefined; entity?: number | 'ledger' | undefined; use: 'code' | 'value' } | undefined;
  allocationFields?: { department?: number | undefined; location?: number | undefined } | undefined;
  category?: 'code' | 'name' | undefined;
  /** Which column of the file is which, where the settings say so. */
  profile?: HeaderProfile | undefined;
  /** When the export was taken, where a person says so. */
  takenAt?: Instant | undefined;
  /** For exports without a column that names it (expensify, ramp). */
  currency?: string | undefined;
  /** The legal entity of rows that name none, where the settings say so. */
  entity?: string | undefined;
  /** expensify: which tag level is the department and which the location. */
  tags?: { department?: number | undefined; location?: number | undefined } | undefined;
  /** expensify: which custom field of the employee is the department and which the location. */
  employeeFields?: { department?: number | undefined; location?: number | undefined } | undefined;
  /** expensify: which field of a report is its legal entity. */
  entityField?: string | undefined;
  /** expensify: roles by address. */
  approverRoles?: Readonly<Record<string, readonly string[]>> | undefined;
  /** concur-sae: the character between the fields, where it is to be insisted on. */
  delimiter?: string | undefined;
  /** How a text is encoded, where its bytes do not tell. */
  encoding?: EncodingName | undefined;
  /** How the dates and amounts of a table are written. */
  dates?: DateStyle | undefined;
  decimals?: DecimalStyle | undefined;
  /** ramp: what the file holds, where its objects do not show it. */
  object?: RampObject | undefined;
  /** ramp: which accounting field is the department and which the location. */
  accountingFields?: { department?: string | undefined; location?: string | undefined } | undefined;
}
