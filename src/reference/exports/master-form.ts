import { type WrittenProfile, headerProfileSchema } from '../../domain/header-profile.ts';
import type { MasterSheetName } from '../../domain/reference-data.ts';
import type { NamedProfile } from '../../intake/profiled/fit.ts';

/** A known form of a master data export. */
export interface MasterForm extends NamedProfile {
  /** Columns that tell several tables apart in one file: where one is there, `only` must say which is meant. */
  apart?: readonly string[];
}

/** The known forms of an ERP's exports by sheet. */
export type MasterForms = Partial<Record<MasterSheetName, readonly MasterForm[]>>;

/** A form by its name and profile. */
export const form = (name: string, profile: WrittenProfile, apart?: readonly string[]): MasterForm => ({ name, profile: headerProfileSchema.parse(profile), ...(apart === undefined ? {} : { apart }) });
