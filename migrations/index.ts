import type { Migration } from 'kysely';
import * as record from './0001-record.ts';
import * as runs from './0002-runs.ts';
import * as audit from './0003-audit.ts';
import * as coverage from './0004-coverage.ts';
import * as firstTransactionStatus from './0005-first-transaction-status.ts';
import * as sandbox from './0006-sandbox.ts';
import * as erpLog from './0007-erp-log.ts';
import * as pairedOutside from './0008-paired-outside.ts';
import * as ledgerHolders from './0009-ledger-holders.ts';
import * as overlapEntities from './0010-overlap-entities.ts';
import * as erpLogReadings from './0011-erp-log-readings.ts';
import * as rejectedRows from './0012-rejected-rows.ts';
import * as leftOutPairedOutside from './0013-left-out-paired-outside.ts';

/** Every migration by name, in order; a name once released never changes, nor does what it does. */
export const MIGRATIONS: Record<string, Migration> = {
  '0001-record': record,
  '0002-runs': runs,
  '0003-audit': audit,
  '0004-coverage': coverage,
  '0005-first-transaction-status': firstTransactionStatus,
  '0006-sandbox': sandbox,
  '0007-erp-log': erpLog,
  '0008-paired-outside': pairedOutside,
  '0009-ledger-holders': ledgerHolders,
  '0010-overlap-entities': overlapEntities,
  '0011-erp-log-readings': erpLogReadings,
  '0012-rejected-rows': rejectedRows,
  '0013-left-out-paired-outside': leftOutPairedOutside,
};
