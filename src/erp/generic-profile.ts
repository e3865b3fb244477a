import type { BodyLine } from './body-line.ts';
import { genericBody } from './generic-body.ts';
import type { FieldProblem } from './field-problems.ts';
import type { ErpProfile } from './profile.ts';
import { GENERIC_RULES } from './rules.ts';

const NO_PROBLEMS: readonly FieldProblem[] = [];

/** No ERP in particular: references, periods and amounts are checked, and the body is the program's own. */
export const genericProfile: ErpProfile = {
  name: 'generic',
  rules: GENERIC_RULES,
  codes: GENERIC_RULES.flatMap((rule) => [...rule.codes]),
  limitsLengths: false,
  objectionTo: () => undefined,
  requestBody: (order, report) => ({ text: genericBody(order, report), problems: NO_PROBLEMS }),
  linesField: 'lines',
  linesIn(requestBody) {
    const { lines = [] } = JSON.parse(requestBody) as { lines?: Partial<BodyLine>[] };
    return lines.map(({ glAccount = '', department = '', location = '', description = '', amount = '' }) => ({ glAccount, department, location, description, amount }));
  },
};
