import type { ApprovalsSink, InputFile, ReadingOptions } from '../intake/sink.ts';

/** A body that was delivered, and the line of its page. */
export interface DeliveredText {
  line: number;
  text: string;
}

/** One expense system: how its exports become report snapshots, and what its states mean. */
export interface Source {
  name: string;
  /** States that trigger, unless the settings name others. */
  finalStates: readonly string[];
  /** States in which the document is in the ERP already: never a trigger, never a withdrawal. */
  postedStates: readonly string[];
  /** States that the system documents and that are neither: the settings need not name them. */
  openStates?: readonly string[];
  /** Whether `asOf` beside an export bears on how its documents are read: on their instants, or on their order. Such an instant can't be corrected later. */
  readsTakenAt?: true;
  /** Reads one file in order. Damage to a document goes to sink.refuse; a file that can't be read at all throws CannotRun. */
  read(file: InputFile, options: ReadingOptions, sink: ApprovalsSink): Promise<void>;
  /** Reads what a webhook delivered: one object, or an event that names one. Absent where the system sends none. */
  deliver?(delivery: DeliveredText, options: ReadingOptions, sink: ApprovalsSink): void;
}
