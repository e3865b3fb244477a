import { type Instant, parseInstant } from '../domain/calendar.ts';
import type { PackedManual } from '../domain/ledger-entry.ts';
import type { ConflictingOrders } from '../domain/incompleteness.ts';
import { LEDGER_PARTS, type LedgerPart, type PartRows } from '../domain/ledger-part.ts';
import type { UnreadColumns } from '../domain/unread-columns.ts';
import type { InputFile } from '../intake/sink.ts';
import { profileOf } from '../project/load-settings.ts';
import { RecordReader } from '../store/record-reader.ts';
import type { ImportCounts, RecordWriter } from '../store/record-writer.ts';
import { decode, never } from './decode-export.ts';
import { Measure, Tally } from './import-counts.ts';
import type { LedgerReading } from './ledger-files.ts';
import { ExportConflicts } from './export-conflicts.ts';
import { guessedAsOf } from './newest-version.ts';
import type { ReadingJob } from './reading.ts';
import type { Workplace } from './workplace.ts';

/** A file that is kept as evidence and has the id of its import; `part` is what it is of an export in several files. */
export interface KeptPart {
  importId: number;
  part: LedgerPart | null;
  file: InputFile;
  bytes: number;
}

/** The job of reading a ledger from its kept files. */
function ledgerJob(kept: readonly KeptPart[], input: LedgerReading): ReadingJob {
  const fileOf = (wanted: LedgerPart): InputFile | undefined => kept.find(({ part }) => part === wanted)?.file;
  const [first] = kept as [KeptPart];
  const lines = fileOf('lines');
  const { timeZone, currency, entity, encoding, delimiter, dates, decimals } = input;
  return {
    kind: 'ledger', format: input.format, file: first.file, beside: lines === undefined ? undefined : { lines, assignments: fileOf('assignments') }, timeZone,
    fields: { profile: profileOf(input), currency, entity, encoding, delimiter, dates, decimals },
  };
}

/** What came of reading an export of a ledger: the counts of each of its files, in their order, and whether exports of its instant disagree with it. */
export interface LedgerRead {
  counts: ImportCounts[];
  conflicting: ConflictingOrders | undefined;
}

/** Reads the files of one export of a ledger into the record. Throws CannotRun. */
export async function readLedger(workplace: Workplace, writer: RecordWriter, kept: readonly KeptPart[], input: LedgerReading, asOf: Instant | undefined): Promise<LedgerRead> {
  const { progress, database } = workplace;
  // The POs belong to the import of the file that their lines are read from.
  const holder = kept.find(({ part }) => part === 'lines') ?? (kept[0] as KeptPart);
  const { importId } = holder;
  let tallies = kept.map(() => new Tally());
  let sums = new Measure();
  let documents = 0;
  let unread: UnreadColumns | undefined;
  // POs that an earlier import holds: which version is newer is known when this export's as-of is, which is at its end.
  let seenBefore: { order: PackedManual; rows: number; parts: PartRows | undefined }[] = [];
  const placeOf = (part: LedgerPart | undefined): number => Math.max(kept.findIndex((each) => each.part === (part ?? holder.part)), 0);
  const tallyOf = (part?: LedgerPart): Tally => tallies[placeOf(part)] as Tally;
  const count = (what: 'rowsAccepted' | 'rowsKnown' | 'rowsQuarantined', rows: number, parts: PartRows | undefined): void => {
    if (parts === undefined) tallyOf()[what] += rows;
    else for (const part of LEDGER_PARTS) if (parts[part] > 0) tallyOf(part)[what] += parts[part];
  };
  const read = await decode(ledgerJob(kept, input), kept.reduce((sum, { bytes }) => sum + bytes, 0), {
    event: never('an event'),
    restart() {
      for (const each of kept) writer.forgetManual(each.importId);
      tallies = kept.map(() => new Tally());
      sums = new Measure();
      documents = 0;
      seenBefore = [];
    },
    order(order, rows, parts) {
      if (writer.addNewManual(importId, order)) count('rowsAccepted', rows, parts);
      else seenBefore.push({ order, rows, parts });
      documents++;
      sums.add(order.currency, order.standingMinor);
      tallyOf().instant(order.enteredAt);
      tallyOf().date(order.poDate);
    },
    refuse(refusal) {
      count('rowsQuarantined', refusal.rows, refusal.parts);
      writer.quarantine((kept[placeOf(refusal.part)] as KeptPart).importId, refusal);
    },
    control: (total, part) => tallyOf(part).controlTotals.push(total),
    unread(columns) {
      unread = columns;
    },
    bytes: (size) => progress.advance(size),
  });
  if (read === null) throw new Error(`no ledger came out of ${holder.file.shown}`);
  const stated = input.asOf === undefined ? undefined : (parseInstant(input.asOf) as Instant);
  const exportAsOf = stated ?? read.stamp ?? asOf ?? guessedAsOf(tallyOf());
  const conflicts = new ExportConflicts(await new RecordReader(database).imports(), exportAsOf);
  // Where each was read is that of the newest export; of exports of one instant, of the later import.
  const isNewerThan = (other: number): boolean => {
    const apart = conflicts.apartFrom(other);
    return apart > 0 || (apart === 0 && importId > other);
  };
  for (const { order, rows, parts } of seenBefore) {
    const settled = writer.settleManual(importId, order, isNewerThan);
    count(settled.outcome === 'accepted' ? 'rowsAccepted' : 'rowsKnown', rows, parts);
    conflicts.add(settled);
  }
  return {
    conflicting: conflicts.found(),
    counts: kept.map((each, place) => (tallies[place] as Tally).counts({
      asOf: exportAsOf, blankColumns: each === holder ? read.blankColumns : [], measured: each === holder ? { documents, amounts: sums.amounts(), unread } : {},
    })),
  };
}
