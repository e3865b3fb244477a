import type { Play } from '../demo/kind.ts';
import type { FindingCode } from '../domain/finding.ts';
import type { SelftestFamily } from '../domain/selftest.ts';
import type { DayKind } from './open-days.ts';
import type { ProjectRetailer } from './project-retailer.ts';

/** One thing that a self-test plants: clean, or a mistake. */
export interface SelftestKind {
  /** As JSON and CSV name it. */
  kind: string;
  /** In an accountant's words. */
  title: string;
  family: SelftestFamily;
  /** How many reports one of it takes. */
  reports: number;
  /** How many amounts it leaves without a reference that ties them; only so many of a vendor can be told apart. */
  looseAmounts: number;
  /** Days on which it may be planted; `open` unless given. */
  days?: DayKind;
  /** The error that it plants, where some ERP objects to that only later and it is no error there. */
  rejectedFor?: FindingCode;
  /** How many there must be for everything that it is about to have its turn; one unless given. */
  least?(retailer: ProjectRetailer): number;
  /** Why a project can't support it; null where it can. */
  lacks(retailer: ProjectRetailer): string | null;
  play(retailer: ProjectRetailer): Play;
}

/** What most kinds need to say: the rest follows. */
export type KindParts = Pick<SelftestKind, 'kind' | 'title' | 'play'> & Partial<Pick<SelftestKind, 'reports' | 'looseAmounts' | 'days' | 'rejectedFor' | 'least' | 'lacks'>>;

export const kindsOf = (family: SelftestFamily, kinds: readonly KindParts[]): SelftestKind[] => kinds.map((parts) => ({ reports: 1, looseAmounts: 0, lacks: () => null, ...parts, family }));
