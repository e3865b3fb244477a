import type { z } from 'zod';
import type { FindingFacts } from '../domain/finding.ts';
import type { Settings } from '../domain/settings.ts';
import type { ErpApi } from './api.ts';
import type { BodyLine } from './body-line.ts';
import { type Body, bodyText, readBody } from './body-text.ts';
import { fieldProblems } from './field-problems.ts';
import { type ObjectionNames, type ObjectionTable, objectionOf } from './objection.ts';
import type { OrderDraft } from './order-draft.ts';
import type { ErpProfile, ObjectionContext } from './profile.ts';
import { GENERIC_RULES } from './rules.ts';

/** What tells the profile of one ERP from that of another. */
export interface ProfileParts {
  name: string;
  objections: ObjectionTable;
  /** What fills the braces of an objection's text, besides the finding's own facts. */
  names(context: ObjectionContext): ObjectionNames;
  /** The API's own field types and lengths. */
  schema: z.ZodType;
  body(draft: OrderDraft): Body;
  lines: Pick<ErpApi, 'linesField' | 'linesOf'>;
  /** A line of a body as it is coded. */
  line(line: Body, body: Body): BodyLine;
}

/** A profile whose bodies are checked by a schema, and which says what the ERP objects to and when. */
export function checkedProfile({ name, objections, names, schema, body, lines, line }: ProfileParts, erpObjections: Settings['erpObjections']): ErpProfile {
  const later = erpObjections ?? { blocks_release: 'warning', blocks_invoice: 'warning' };
  return {
    name,
    rules: GENERIC_RULES,
    codes: [...GENERIC_RULES.flatMap((rule) => [...rule.codes]), 'ERP_FIELD_TOO_LONG', 'ERP_FIELD_INVALID'],
    limitsLengths: true,
    objectionTo(code, facts, context) {
      const published = objections[code];
      return published === undefined ? undefined : objectionOf(published, { ...context, ...namesOf(facts), ...names(context) }, later);
    },
    requestBody(order, { reportId, name: reportName }) {
      const built = body({ ...order, reportId, reportName });
      return { text: bodyText(built), problems: fieldProblems(schema, built) };
    },
    linesField: lines.linesField,
    linesIn(requestBody) {
      const read = readBody(requestBody);
      return lines.linesOf(read).map((each) => line(each, read));
    },
  };
}

const namesOf = ({ value, field, limit, length }: FindingFacts): ObjectionNames => ({ value, field, ...(limit === undefined || length === undefined ? {} : { limit: String(limit), length: String(length) }) });
