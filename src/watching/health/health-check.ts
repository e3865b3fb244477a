import type { CheckedHealth, HealthCheckName, HealthFacts, Sighting } from '../../domain/health.ts';

/** One thing that the review looks at. */
export interface HealthCheck {
  check: HealthCheckName;
  judge(facts: HealthFacts): Omit<CheckedHealth, 'check' | 'notes'> & { notes?: string[] };
}

/** A report and its date, `EXP-9041 (2026-06-02)`. */
export const sightingText = ({ reportId, date }: Sighting): string => `${reportId} (${date ?? 'no date'})`;
