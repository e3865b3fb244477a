import type { Settings } from '../domain/settings.ts';
import { fold } from '../domain/text.ts';
import type { StateMeaning } from '../replay/replay-report.ts';
import { sourceNamed } from '../sources/index.ts';

/** Tells what the states of a source mean, by its name: those that the settings call final, else its own. */
export function stateMeanings({ finalStates }: Pick<Settings, 'finalStates'>): (source: string) => StateMeaning {
  const meanings = new Map<string, StateMeaning>();
  return (name) => {
    let meaning = meanings.get(name);
    if (meaning === undefined) {
      const source = sourceNamed(name);
      meanings.set(name, (meaning = { final: new Set((finalStates ?? source.finalStates).map(fold)), posted: new Set(source.postedStates.map(fold)), open: new Set(source.openStates?.map(fold)) }));
    }
    return meaning;
  };
}
