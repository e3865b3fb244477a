import type { StrangerId } from '../domain/stranger-ids.ts';
import type { OffBasisCause, TaxLack } from '../domain/amount-basis.ts';
import type { BusinessDate } from '../domain/calendar.ts';
import type { HandPairing } from '../domain/hand-pairing.ts';
import type { Incompleteness } from '../domain/incompleteness.ts';
import type { ComparableColumn } from '../domain/ledger-entry.ts';
import type { Transaction, WouldBePurchaseOrder } from '../domain/purchase-order.ts';
import type { CounterpartEvidence } from '../domain/variance.ts';

/** What matching and variance need of a report; a run holds one for each, so it holds no more. */
export type TransactionHeader = Pick<Transaction, 'reportId' | 'outcome' | 'date' | 'totalMinor' | 'findings' | 'flags' | 'documentNumbers'>;
/** What they need of a would-be PO; its lines are in the coding, its body is stored. */
export type OrderHeader = Pick<WouldBePurchaseOrder, 'key' | 'number' | 'entity' | 'vendorId' | 'currency' | 'amountMinor' | 'poDate' | 'period'>;
import type { Coding } from './coding.ts';

/** What takes part on the dry-run side: a would-be PO, or a rejected, pending or withdrawn report as a whole. */
export interface DrySide {
  /** Place in the list of dry sides. The list is in the order of reports, so the sides of one report stand together. */
  index: number;
  kind: 'order' | 'rejected' | 'pending' | 'cancelled';
  transaction: TransactionHeader;
  order: OrderHeader | null;
  /** Its legal entity, folded; '' where it has none, or of a report without a would-be PO it could not be told. */
  entity: string;
  /** The same as the ERP spells it. */
  entityCode: string;
  currency: string;
  /** Of the would-be PO; of the report's lines where there is none. On the basis of purchase orders, or as read where `lacksTax` says so. */
  amountMinor: number;
  /** Of a report without a would-be PO: whether a tax that is needed to put its amount on that basis is not known. */
  lacksTax: TaxLack | null;
  /** What its lines come to in the expense system; the same unless that is on another basis. */
  expenseMinor: number;
  date: BusinessDate | null;
  day: number | null;
  /** Folded; one for a would-be PO, as many as could be told else. */
  vendorIds: string[];
  /** Bare names of vendors and merchants. */
  vendorNames: string[];
  coding: Coding;
  /** The tax that its lines say is in the amount, or comes to it where it is net, in minor units; null where they do not say. */
  taxMinor: number | null;
  /** The same of its lines one by one; [] where it has one line, or the settings give no bases of amounts. */
  lineTaxes: readonly number[];
  /** Words of its report that may stand in a memo: who bought it, and what; [] where nobody looked them up. */
  words: readonly string[];
}

/** What takes part on the ledger's side: a manual PO that stands and is in scope. */
export interface ManualSide {
  index: number;
  /** What it is called: its number, with its entity before it where another entity has the same number. */
  poNumber: string;
  /** Its number with its entity before it, where it has one: this names it whatever else there is. */
  fullName: string;
  /** The legal entity in whose books it stands, by the ERP's code, folded; '' where the ledger says none. */
  entity: string;
  poDate: BusinessDate;
  day: number;
  currency: string;
  /** On the basis of purchase orders; as keyed where it can't be put on it. */
  amountMinor: number;
  /** What was keyed and its tax, where that is on another basis; else null. */
  converted: { amountMinor: number; taxMinor: number } | null;
  /** Why it can't be put on the basis of purchase orders: then its amount can't be compared. Null where it is on it. */
  offBasis: OffBasisCause | null;
  /** Of one that can't: whether some of its lines give a tax that may be theirs. */
  isPartlyTaxed: boolean;
  /** Folded. */
  period: string;
  /** Folded; '' where blank. */
  vendorId: string;
  /** As the ledger spells them, the legal entity by its code; and everybody who keyed a line of it, '' where it does not say. */
  keyed: { period: string; vendorId: string; entity: string; enteredBy: readonly string[] };
  /** Whether the ERP has a vendor of this id. */
  vendorIsKnown: boolean;
  vendorName: string;
  bareVendorName: string;
  /** The vendor that a name without an id resolves to, folded; '' where it resolves to none. */
  namedVendorId: string;
  coding: Coding;
  /** Known transactions that its reference, and its memo, name. */
  references: readonly string[];
  memoReferences: readonly string[];
  documentNumbers: string[];
  /** Its reference and its memo as they are written, where they name no known transaction; else ''. */
  text: string;
  notCompared: readonly ComparableColumn[];
  /** Why its newest version can't be trusted, or null. */
  incomplete: Incompleteness | null;
}

/** Who else one of a pair could have been paired with, and how many points less speak for that. */
export interface RunnerUp {
  id: string;
  behind: number;
}

/** Dry sides and manual POs that belong together, and why. */
export interface Pairing {
  dry: number[];
  manual: number[];
  pass: string;
  /** In words; '' where one reference names it, which is said when the row is made. */
  why: string;
  /** Whether the manual POs repeat each other. */
  repeated: boolean;
  /** Null where nobody else came near; left out where evidence decided that leaves nobody else. */
  runnerUp?: RunnerUp | null;
}

export interface CandidateNote {
  id: string;
  /** Its place in its list of sides. */
  index: number;
  why: string;
  /** Whether it stands in another legal entity, so that nobody can pair it. */
  isElsewhere: boolean;
}

/** What of a pairing by hand could not be done: for all of it, or for one of its manual POs. */
export interface HandProblem {
  pairing: HandPairing;
  /** The transaction has no side, or no such would-be PO; the PO takes no part, or an older pairing by hand has it. */
  what: 'no_transaction' | 'no_order' | 'no_purchase_order' | 'used' | 'other_entity';
  purchaseOrder: string | null;
  takenBy: HandPairing | null;
}

/** The other half of one PO in the wrong legal entity, by its place in its list of sides, and what that rests on. */
export interface CounterpartNote {
  index: number;
  by: CounterpartEvidence;
  /** For evidence that the PO does not say itself: in words. */
  why: string;
}

/** Everything that matching found. */
export interface MatchResult {
  pairings: Pairing[];
  /** Of POs that name only transactions of other legal entities: those transactions. */
  elsewhere: Map<number, { named: readonly string[]; entities: readonly string[] }>;
  /** What a PO says that has the shape of a report's id, and is no report that takes part. */
  strangersNamedBy(manual: Pick<ManualSide, 'text'>): readonly StrangerId[];
  /** By index; undefined where nothing was found. */
  dryCandidates: Map<number, CandidateNote[]>;
  manualCandidates: Map<number, CandidateNote[]>;
  /** Would-be POs and manual POs of other legal entities that explain each other, by index; never pairs. */
  dryCounterparts: Map<number, CounterpartNote>;
  manualCounterparts: Map<number, CounterpartNote>;
  /** Left unpaired although something fits, because several fit equally well. */
  ambiguousDry: Set<number>;
  ambiguousManual: Set<number>;
  /** Left unpaired although others add up to it, because so many sums are possible that this may be chance. */
  chanceDry: Set<number>;
  chanceManual: Set<number>;
  /** Bounds that were reached, in words. */
  limits: string[];
  /** What of the pairings by hand could not be done. */
  handProblems: HandProblem[];
}
