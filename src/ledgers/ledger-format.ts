import type { InputFile, LedgerFile, LedgerSink, ReadingOptions } from '../intake/sink.ts';

/** One ledger format: how an ERP's export becomes manual POs. */
export interface LedgerFormat {
  name: string;
  /** Reads one file. Damage takes the whole PO to sink.refuse; a file that can't be read at all throws CannotRun. */
  read(file: InputFile, options: ReadingOptions, sink: LedgerSink): Promise<LedgerFile>;
}
