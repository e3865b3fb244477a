import type { AmountBasis } from './amount-basis.ts';
import type { BusinessDate, Instant } from './calendar.ts';
import type { ComparedAmount } from './compared-amount.ts';
import type { PlacedLogEntry } from './erp-log.ts';
import type { Finding } from './finding.ts';
import type { SheetRows } from './root-cause.ts';
import type { VarianceStatus } from './variance.ts';

/** What an approved report passes on its way to a PO, in order (docs/diagnose.md). */
export const STAGES = {
  approval: 'Approval',
  trigger: 'Trigger',
  mapping: 'Mapping',
  erp_rules: 'ERP rules',
  api: 'API',
  ledger: 'Ledger',
} as const;
export type StageName = keyof typeof STAGES;
export const STAGE_NAMES = Object.keys(STAGES) as StageName[];

export const STAGE_STATES = { ok: 'ok', broken: 'broken', unknown: 'can\'t be told', not_reached: 'not reached' } as const;
export type StageState = keyof typeof STAGE_STATES;

/** How one stage stands, in sentences, and where that was read. */
export interface Stage {
  stage: StageName;
  state: StageState;
  says: string[];
  /** Files and lines. */
  evidence: string[];
}

/** What prediction and log have to do with each other. */
export const AGREEMENTS = {
  agrees: 'the log refused it for what the dry run predicts',
  sooner: 'the log refused it at once for what the dry run expects only later',
  differs: 'the log refused it for something else than the dry run does',
  contradicts: 'the log refused it, and the dry run predicts acceptance: master data, mapping or profile lack something that the ERP knows',
  accepted: 'the log accepted it, and the dry run rejects it: master data, mapping or profile are stricter than the ERP',
  as_predicted: 'the log accepted it, as the dry run predicts',
  not_judged: 'the log does not say what the ERP makes of the body, so it can\'t be compared with the prediction',
  silent: 'no log entry names it, though the log covers the time',
  no_log: 'no log entry names it, and no log shows that there was none',
} as const;
export type Agreement = keyof typeof AGREEMENTS;

/** A log entry that names the transaction, and how. */
export interface ReferringEntry {
  entry: PlacedLogEntry;
  /** `external id`, `path`, … */
  names: string;
}

/** Whether a log shows that no other entry was there; why, or why not, in words; and the entries that name nobody and may be the missing one. */
export interface Coverage {
  covers: boolean;
  why: string;
  anybody: PlacedLogEntry[];
}

/** What is known of one transaction, gathered for its diagnosis. */
export interface DiagnosisFacts {
  transactionId: string;
  date: BusinessDate | null;
  /** Worst first. */
  statuses: VarianceStatus[];
  /** The last snapshot that was finally approved; null where none was. */
  approval: {
    at: Instant | null;
    /** Whether it is a date without a time. */
    dateOnly: boolean;
    by: { approver: string; role: string; at: Instant }[];
    submittedAt: Instant | null;
    where: string;
    state: string;
  } | null;
  /** Where the approval was taken back; null where it stands. */
  withdrawnAt: string | null;
  routing: { rule: string; satisfied: boolean }[];
  /** How many values were mapped, of how many. */
  mapped: { ok: number; all: number };
  findings: readonly Finding[];
  /** Numbers of would-be POs. */
  wouldBe: string[];
  /** POs that stand in the ledger for it. */
  purchaseOrders: string[];
  /** In the order of their times. */
  byReference: ReferringEntry[];
  nearInTime: PlacedLogEntry[];
  covered: Coverage;
  nearMinutes: number;
}

/** What came of it. */
export interface Judgement {
  stages: Stage[];
  /** Null where nothing broke. */
  brokeAt: StageName | null;
  agreement: Agreement;
  /** The log entry that decided, or undefined. */
  decisive: ReferringEntry | undefined;
  /** Entries after which a PO may stand in the ERP though none of them says so, where none says that it was accepted. */
  doubtful: ReferringEntry[];
}

/** The first step wherever the ERP may hold the PO already: what was sent twice is a second PO. */
const LOOK_FIRST = 'First look for each PO in the ERP by its key, which is told with the report: it may have been created all the same. Only where it is not there, send the report again or enter it by hand';

/** Causes that no finding and no row tells, but the log. */
export const LOG_CAUSES = {
  unauthorised: { title: 'the ERP answered that the integration is not authorised', fix: 'Renew the integration\'s credentials or give its role the permission, then send again those reports that have no other cause.' },
  throttled: { title: 'the ERP answered that it is asked too often', fix: 'Retry with a pause that grows, or send fewer at once; then send again those reports that have no other cause.' },
  outage: { title: 'the ERP did not answer, or with an error of its own', fix: `${LOOK_FIRST}; and find out whether the ERP was down at that time.` },
  unclear: { title: 'the ERP\'s answer does not say whether the PO was created', fix: `${LOOK_FIRST}.` },
  erp_refused: { title: 'the ERP refuses what the dry run does not object to', fix: 'Export master data anew and compare the value in the ERP, correct it or the mapping, then po-shadow run.' },
  prediction_too_strict: { title: 'the ERP accepted what the dry run rejects', fix: 'Export master data anew: it lacks what the ERP has.' },
  trigger_silent: { title: 'the log shows no request', fix: 'Look at the trigger: the webhook\'s deliveries, the job\'s own log, or who exports by hand.' },
  not_in_ledger: { title: 'the ERP accepted it, and no PO stands in the ledger', fix: 'Export the ledger anew; where the PO is still missing, look what became of it in the ERP.' },
} as const;
export type LogCause = keyof typeof LOG_CAUSES;

/** What would fix some transactions. */
export interface DiagnosedCause {
  /** A root cause's id, or the name of a cause that the log tells, with what tells it from others of its name. */
  id: string;
  rootCause: string | null;
  title: string;
  fix: string;
  rowsToPaste: SheetRows | null;
  transactions: string[];
  /** By currency, in plain decimals. */
  atStake: Record<string, string>;
}

export const TRIGGER_MODES = { event_based: 'event-based', scheduled: 'scheduled', manual: 'manual', unknown: 'can\'t be told' } as const;
export type TriggerModeName = keyof typeof TRIGGER_MODES;

/** How approvals seem to reach the ERP, and what speaks for it. */
export interface TriggerMode {
  mode: TriggerModeName;
  why: string[];
  samples: number;
  from: 'log' | 'ledger' | null;
  /** Of a schedule: clock times `HH:MM` in `zone`; [] for an interval. */
  at: string[];
  zone: string | null;
  intervalMinutes: number | null;
  next: Instant | null;
}

/** By what a PO can be looked for in the ERP. */
export interface LookUp {
  /** A field of the ERP's API, or what the log calls a reference. */
  field: string;
  value: string;
  /** The log entry that names it; '' where the dry run would send it. */
  where: string;
}

/** One transaction's diagnosis. */
export interface DiagnosedTransaction extends Omit<Judgement, 'decisive' | 'doubtful'> {
  transactionId: string;
  date: BusinessDate | null;
  status: VarianceStatus | null;
  currency: string;
  /** A plain decimal, on the basis of purchase orders. */
  atStake: string;
  /** Amounts that were converted to that basis; of a report without a would-be PO those of its lines. [] where nothing was. */
  compared: ComparedAmount[];
  /** The reason in one sentence. */
  why: string;
  /** Ids of its causes. */
  causes: string[];
  /** Where the ERP may hold its PO already: by what to look for it before anything is sent again or entered, [] where no key is known; null elsewhere. */
  lookFirst: LookUp[] | null;
  entries: { byReference: ReferringEntry[]; nearInTime: PlacedLogEntry[] };
  /** The bodies that the ERP would have been sent, or the report as it was approved. */
  payload: { kind: 'body' | 'report'; texts: string[] };
}

/** What diagnose tells. */
export interface Diagnosis {
  run: { id: string; digest: string; asOf: Instant | null };
  since: BusinessDate | null;
  /** Transactions that broke before `since`, and the date from which on they would be told; null where there are none. */
  earlier: { transactions: number; since: BusinessDate } | null;
  nearMinutes: number;
  /** On which basis the amounts of each side are; null where the settings say nothing. */
  amountBasis: AmountBasis | null;
  log: { files: number; entries: number; from: Instant | null; to: Instant | null; quarantined: number; namingBroken: number; namingOthers: number; namingNobody: number };
  trigger: TriggerMode;
  /** Rejected reports of the time that people entered by hand. */
  enteredByHand: number;
  causes: DiagnosedCause[];
  transactions: DiagnosedTransaction[];
}
