import type { EncodingName, HeaderProfile } from '../../domain/header-profile.ts';
import type { LedgerFormatName } from '../../domain/settings.ts';
import { CannotRun } from '../../domain/trouble.ts';
import type { InputFile } from '../sink.ts';
import type { NamedProfile } from './fit.ts';

/** What the settings say beside an input of how its table is read. */
export interface TableOptions {
  /** Takes the place of the known profiles. */
  profile?: HeaderProfile | undefined;
  /** Of rows that name none. */
  currency?: string | undefined;
  encoding?: EncodingName | undefined;
  delimiter?: string | undefined;
}

/** How a master sheet is read that is not the canonical one. */
export interface SheetReading extends Omit<TableOptions, 'currency'> {
  format?: LedgerFormatName | undefined;
  /** Which rows of the file are of this sheet: what columns say in them. */
  only?: HeaderProfile['only'] | undefined;
}

/** The profiles that an input may be read by: its own, else the known ones; what stands beside the input goes before what they say themselves. */
export function withInput(known: readonly NamedProfile[], { profile, currency, encoding, delimiter }: TableOptions): NamedProfile[] {
  const profiles = profile === undefined ? known : [{ name: 'the profile of the settings', profile, own: true }];
  return profiles.map(({ profile: each, ...named }) => ({
    ...named,
    profile: {
      ...each,
      ...(currency === undefined ? {} : { defaults: { currency, ...each.defaults } }), ...(encoding === undefined ? {} : { encoding }), ...(delimiter === undefined ? {} : { delimiter }),
    },
  }));
}

/** Throws CannotRun where a header profile is named beside JSON of a source: it is read by its own fields, and the profile would count for nothing. */
export function assertNoProfile(file: InputFile, { profile }: TableOptions, source: string): void {
  if (profile === undefined) return;
  throw new CannotRun(`JSON of source: ${source} is read by its own fields and takes no header profile`, { where: file.shown, remedy: 'Remove profile beside the input; where it is meant for other files of it, give this one an input of its own.' });
}
