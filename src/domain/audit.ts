import type { BusinessDate, Instant } from './calendar.ts';
import type { SyncState } from './delivery.ts';

/** What a person says of an open row: who was wrong follows from it (docs/resolution.md). */
export const DISPOSITIONS = {
  mapping_fixed: { label: 'Mapping fixed', wrong: 'mapping' },
  ledger_corrected: { label: 'Ledger corrected', wrong: 'ledger' },
  timing: { label: 'Timing', wrong: 'timing' },
  accepted: { label: 'Accepted', wrong: null },
} as const;
export type Disposition = keyof typeof DISPOSITIONS;
export const DISPOSITION_NAMES = Object.keys(DISPOSITIONS) as Disposition[];

/** Which side a row's difference came from. */
export const WRONG_SIDES = ['mapping', 'ledger', 'timing', 'neither'] as const;
export type WrongSide = (typeof WRONG_SIDES)[number];

/** What a resolution was given for; it lapses when any of it changes. Texts that are compared whole. */
export interface Bound {
  /** Status, causes, amounts and pairing of the row, as boundOf writes them. */
  row: string;
  /** Hash of mapping, master data, settings, ERP profile and program at that time. */
  configuration: string;
  /** The newest ledger import at that time; 0 where there was none. */
  ledgerImport: number;
  run: number;
}

/** A file that an import took in: what it is, how it was read, and what became of its rows. */
export interface ImportedFact {
  /** Number of the import. */
  id: number;
  kind: string;
  /** Name of the source or ledger format; `sheet` for a sheet. */
  format: string;
  sheet: string | null;
  shown: string;
  sha256: string;
  /** The keys of its input in the settings that decide how it is read, so that it can be read so again. */
  options: Record<string, unknown>;
  accepted: number;
  known: number;
  quarantined: number;
  /** How many of its columns nobody reads; absent where there are none, and in entries of before it was told. */
  unread?: number | undefined;
}

/** A file that is kept as evidence by its SHA-256. */
export interface KeptFile {
  sha256: string;
  bytes: number;
}

/** What may come out of a workbook that people filled in. */
interface HandedIn {
  /** Number of the `workbook` entry that it came with, whose actor handed the file in; absent for what was decided by a command. */
  workbook?: number;
}

/** A log of the ERP's API that was imported, by its original and by the copy without secrets that is kept of it. */
export interface ErpLogFact {
  /** Number of the log. */
  id: number;
  shown: string;
  /** Of the original. */
  sha256: string;
  kept: KeptFile;
  /** How many values were masked in the copy; 0 where the original itself is kept. */
  masked: number;
  timeZone: string | null;
  accepted: number;
  known: number;
  quarantined: number;
}

/** What happened, by kind; the texts are those of the person or of the files. */
export type Act =
  | { kind: 'import'; files: ImportedFact[] }
  | { kind: 'erp_log'; files: ErpLogFact[] }
  /** `program`: its version. `checklist`: rollback.yaml as it was, null where there was none. `settings`: SHA-256 of the settings stored with the run, all of them; `configuration` and `fingerprint` cover only those that bear on answers. */
  | { kind: 'run'; run: string; number: number; digest: string; fingerprint: string; configuration: string; program: string; settings: string; checklist: KeptFile | null; reason: string }
  | ({ kind: 'resolve'; row: string; transaction: string | null; disposition: Disposition; wrong: WrongSide; reason: string; due: BusinessDate | null; owner: string; comment: string; bound: Bound } & HandedIn)
  | ({ kind: 'pair'; transaction: string; order: string | null; purchaseOrders: string[]; reason: string } & HandedIn)
  | ({ kind: 'unpair'; transaction: string; purchaseOrders: string[]; reason: string } & HandedIn)
  | { kind: 'waive'; gate: string; measured: string; reason: string }
  | { kind: 'quarantine'; item: number; at: string; decision: 'accept' | 'correct'; reason: string }
  /** A switch of the sync: its number in the inbox, and the last delivery before it. */
  | { kind: 'sync'; number: number; state: SyncState; afterDelivery: number; reason: string }
  | { kind: 'scope'; leftOut: string; reason: string }
  | { kind: 'vanished'; vanished: string; reason: string }
  | ({ kind: 'review'; of: number; decision: 'approved' | 'rejected'; reason: string } & HandedIn)
  | { kind: 'workbook'; shown: string; sha256: string; bytes: number; applied: number }
  /** Calls of a run that were written out for a sandbox: `orders` POs, `calls` calls. */
  | { kind: 'sandbox_export'; run: string; orders: number; calls: number }
  /** Answers of a sandbox: the file, how many of its rows are answers and how many can't be read. `kept`: the copy without secrets that is kept instead of the file; absent where the file itself is. */
  | { kind: 'sandbox_answers'; shown: string; sha256: string; bytes: number; kept?: KeptFile | undefined; answers: number; unread: number }
  /** `checklist`, of these three: rollback.yaml as it was. */
  | { kind: 'attest'; item: string; bound: string; checklist: KeptFile; file: { name: string } & KeptFile; note: string }
  | { kind: 'probe'; item: string; bound: string; checklist: KeptFile; passed: boolean; what: string; answer: string }
  | { kind: 'drill'; item: string; bound: string; checklist: KeptFile; passed: boolean; measured: Record<string, number | string> };
export type ActKind = Act['kind'];

/** Where an entry's instant comes from: the machine's clock, --as-of, or the latest instant of what was imported. */
export type EntryClock = 'machine' | 'given' | 'record';

/** Who acted: the person named, and the operating system's user and host, which nobody types. Null for what the program does by itself. */
export interface Actor {
  /** Id of a person in the settings. */
  person: string | null;
  osUser: string | null;
  osHost: string | null;
}

/** The program itself: importing and replaying name nobody, so that the same inputs give the same trail on every machine. */
export const NOBODY: Actor = { person: null, osUser: null, osHost: null };

/** An entry before it is chained. */
export interface NewAuditEntry {
  at: Instant | null;
  clock: EntryClock;
  actor: Actor;
  act: Act;
}

/** An entry of the audit trail, chained to the one before by `previous`. */
export interface AuditEntry extends NewAuditEntry {
  /** From 1, without gaps. People call it A1. */
  sequence: number;
  /** Hash of the entry before; 64 zeros for the first. */
  previous: string;
  hash: string;
}

/** Where a chain ends: how many entries it has, and the hash of the last. */
export interface AuditHead {
  length: number;
  hash: string;
}

/** The number of the workbook entry that an act came with; undefined for one that came with none. */
export const workbookOf = (act: Act): number | undefined => ('workbook' in act ? act.workbook : undefined);

/** How people name an entry. */
export const entryName = (sequence: number): string => `A${sequence}`;
