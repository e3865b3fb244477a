import type { ReportSnapshot } from '../domain/expense-report.ts';
import type { ErpObjection, FindingCode, FindingFacts } from '../domain/finding.ts';
import type { BodyLine } from './body-line.ts';
import type { FieldProblem } from './field-problems.ts';
import type { UnsentOrder } from './order-draft.ts';
import type { ErpRule } from './rules.ts';

/** What of a report an objection may quote. */
export interface ObjectionContext {
  /** PO date; '' where there is none. */
  date: string;
  currency: string;
  /** The ERP's code of the legal entity; '' where it could not be told, or there is none. */
  entity: string;
}

/** The request body of one PO, and what of it the API would refuse. */
export interface RequestBody {
  text: string;
  problems: readonly FieldProblem[];
}

/** An ERP: its rules, what it says to each finding, and the exact request body that its API would be sent. Nothing here can send one. */
export interface ErpProfile {
  name: string;
  rules: readonly ErpRule[];
  /** Every code that rules and body check can raise, in their order. */
  codes: readonly FindingCode[];
  /** Whether the body has fields of limited length, so that a report that is rejected anyway is checked for them too. */
  limitsLengths: boolean;
  /** When and how the ERP itself objects; undefined where it does not, and the finding is the integration's or the project's. */
  objectionTo(code: FindingCode, facts: FindingFacts, context: ObjectionContext): ErpObjection | undefined;
  /** `report` is what the PO was made from. */
  requestBody(order: UnsentOrder, report: Pick<ReportSnapshot, 'reportId' | 'name'>): RequestBody;
  /** Where the lines of a body stand, `expense.items`. */
  linesField: string;
  /** The lines of a stored body, as far as it says how they are coded; [] of a body of another ERP. */
  linesIn(requestBody: string): BodyLine[];
}
