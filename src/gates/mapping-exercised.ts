import { plural } from '../domain/plural.ts';
import type { CoverageFact } from '../domain/coverage.ts';
import { MoneySums } from '../domain/money-sums.ts';
import { type Gate, listed, remedy } from './judgement.ts';

const DEFAULT_PERCENT = 95;
/** What must be exercised without exception. */
const WHOLE = ['routing', 'currency', 'approval path'];

const isMapping = ({ what }: CoverageFact): boolean => what.startsWith('mapping/');
const isUsed = ({ transactions }: CoverageFact): boolean => transactions > 0;
const nameOf = ({ what, name, target, at }: CoverageFact): string => `${what} ${name}${target === '' ? '' : ` → ${target}`}${at === '' ? '' : ` (${at})`}`;

/** Of all money that mapping rows carried in the record, the share of those that the window exercised, in percent with two decimals, rounded down; by currency. */
function exercisedPercent(facts: readonly CoverageFact[]): Record<string, number> {
  const all = new MoneySums();
  const exercised = new MoneySums();
  for (const fact of facts.filter(isMapping)) {
    for (const amounts of [fact.amounts, fact.elsewhere.amounts]) {
      for (const [currency, decimal] of Object.entries(amounts)) {
        all.addDecimal(currency, decimal);
        if (isUsed(fact)) exercised.addDecimal(currency, decimal);
      }
    }
  }
  return Object.fromEntries(all.currencies.filter((currency) => all.of(currency) > 0n).map((currency) => [currency, Number((exercised.of(currency) * 10_000n) / all.of(currency)) / 100]));
}

/** What coverage is to code, the fortnight is to the mapping: a row that nothing used is tried in production first. */
export const mappingExercised: Gate = {
  id: 'mapping_exercised',
  title: 'The fortnight exercised the mapping',
  waivable: true,
  judge({ coverage, settings, isEmpty }) {
    const percent = settings.gates.minExercisedPercent ?? DEFAULT_PERCENT;
    const unused = coverage.filter((fact) => !isUsed(fact));
    const untried = unused.filter(({ what }) => WHOLE.includes(what));
    const inactive = unused.filter((fact) => isMapping(fact) && fact.active === false);
    const idle = unused.filter((fact) => isMapping(fact) && fact.active !== false);
    const money = exercisedPercent(coverage);
    const short = Object.entries(money).filter(([, share]) => share < percent);
    const mapped = coverage.filter(isMapping);
    const passed = !isEmpty && mapped.some(isUsed) && untried.length === 0 && inactive.length === 0 && short.length === 0;
    return {
      passed,
      measured: { untried: untried.map(nameOf), inactiveTargets: inactive.map(nameOf), moneyPercent: money, mappingRows: mapped.length, mappingRowsUsed: mapped.filter(isUsed).length },
      required: { untried: 0, inactiveTargets: 0, moneyPercent: percent },
      measuredText: `${untried.length === 0 ? '' : `${plural(untried.length, 'routing rule, currency or approval path', 'routing rules, currencies and approval paths')} not exercised; `}${mapped.filter(isUsed).length} of ${plural(mapped.length, 'mapping row')} used, with ${Object.entries(money).map(([currency, share]) => `${currency} ${share} %`).join(', ') || 'none'} of the money`,
      requiredText: `every routing rule, currency and approval path; ${percent} % of the money; unused rows lead to what is active`,
      evidence: [
        ...(mapped.some(isUsed) ? [] : ['nothing says which mapping rows the run used']),
        ...listed(untried.map((fact) => `not exercised: ${nameOf(fact)}`)), ...listed(inactive.map((fact) => `never used, and leads to what is not active: ${nameOf(fact)}`)),
        ...short.map(([currency, share]) => `${currency}: ${share} % of the money that mapping rows carried`), ...listed(idle.map((fact) => `never used: ${nameOf(fact)}`), 10),
      ],
      remedies: [
        ...(mapped.some(isUsed) ? [] : [remedy('Replay, so that it is known what the run exercised', 'po-shadow run')]),
        ...(untried.length > 0 ? [remedy(`Take ${plural(untried.length, 'routing rule, currency or approval path', 'routing rules, currencies and approval paths')} out of the settings, or run until each was seen`)] : []),
        ...(inactive.length > 0 ? [remedy(`Remove ${plural(inactive.length, 'mapping row')} that lead to what is not active, or have it activated`)] : []),
        ...(short.length > 0 ? [remedy('Run until the mapping rows that carry the money were used')] : []),
      ],
    };
  },
};
