import type { HeaderProfile } from '../../domain/header-profile.ts';
import { patternMatcher } from '../../domain/pattern.ts';
import { headerKey } from '../table.ts';

/** Asks one column of a row, whose place it knows, for one of some texts. */
export interface NamedTest {
  name: string;
  place: number;
  matches(text: string): boolean;
}

/** The tests of a profile, as of `skip`, on the columns that the header has; the others ask nothing. */
export const namedTests = (tests: HeaderProfile['skip'], names: readonly string[]): NamedTest[] => Object.entries(tests).flatMap(([name, values]) => {
  const place = names.findIndex((each) => headerKey(each) === headerKey(name));
  return place === -1 ? [] : [{ name, place, matches: patternMatcher(values) }];
});
