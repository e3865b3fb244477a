import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { SILENT, type Workplace, openWorkplace } from '../src/pipeline/workplace.ts';
import { programHere } from './program-here.ts';

const PROGRAM = fileURLToPath(new URL('../src/po-shadow.ts', import.meta.url));

const SETTINGS = {
  company: 'Example Retail',
  timeZone: 'America/New_York',
  window: { from: '2026-06-01', to: '2026-06-14' },
  inputs: {
    approvals: [{ source: 'generic', files: 'approvals.jsonl' }],
    ledger: [{ format: 'generic', files: 'ledger.csv' }],
    master: 'master',
    mapping: 'mapping',
  },
  routing: [{ name: 'manager', require: ['manager'] }],
};

const SHEETS = {
  'master/vendors.csv': 'id,name,currency,active\nV-1001,Acme Janitorial Supply Co,USD,true\nV-1002,Bluebird Signage LLC,USD,true\nV-1003,Kanto Paper,JPY,true\nV-1004,Gulf Catering,KWD,true\n',
  'master/gl_accounts.csv': 'id,name,active\n6110,Cleaning services,true\n6120,Store supplies,true\n',
  'master/departments.csv': 'id,name,active\nD-10,Store Operations,true\nD-11,Marketing,true\n',
  'master/locations.csv': 'id,name,active\nL-003,Store 003,true\nL-012,Store 012,true\n',
  'master/periods.csv': 'name,start,end,status\n2026-05,2026-05-01,2026-05-31,closed\n2026-06,2026-06-01,2026-06-30,open\n',
  'master/approvers.csv': 'id,name,email,active\nU-100,Lee,lee@shop.example,true\n',
  'mapping/vendors.csv': 'merchant,vendor_id\nAcme Janitorial,V-1001\nBluebird Signage,V-1002\n',
  'mapping/categories.csv': 'category,gl_account\nCleaning,6110\nSupplies,6120\n',
  'mapping/departments.csv': 'expense_department,erp_department\nStore Operations,D-10\nMarketing,D-11\n',
  'mapping/locations.csv': 'expense_location,erp_location\nStore 003,L-003\nStore 012,L-012\n',
  'mapping/approvers.csv': 'expense_approver_email,erp_approver_id\nlee@shop.example,U-100\n',
};

/** What a report's event may say otherwise than the one that agrees with the ledger; `event` and `report` are merged last. */
export interface EventParts {
  eventId?: string;
  id?: string;
  amount?: unknown;
  currency?: string;
  occurredAt?: string;
  revision?: number;
  /** Merged over the event's own fields. */
  event?: Record<string, unknown>;
  /** Merged over the report's fields. */
  report?: Record<string, unknown>;
  /** Merged over the fields of its only line. */
  line?: Record<string, unknown>;
}

/** One approved report of one line, as the canonical event; without parts it is EXP-9041 over 845.50 USD. */
export function approvedReport(parts: EventParts = {}): Record<string, unknown> {
  const { eventId = 'e1', id = 'EXP-9041', amount = '845.50', currency = 'USD', occurredAt = '2026-06-02T15:10:00Z', revision = 1 } = parts;
  return {
    eventId,
    occurredAt,
    report: {
      id, revision, status: 'approved_for_payment', name: 'Cleaning supplies', currency, total: amount,
      employee: { email: 'dana@shop.example', department: 'Store Operations', location: 'Store 012' },
      submittedAt: '2026-06-01T18:00:00Z',
      approvals: [{ approver: 'lee@shop.example', role: 'manager', decision: 'approved', at: occurredAt }],
      lines: [{ id: '1', date: '2026-05-30', merchant: 'Acme Janitorial', category: 'Cleaning', description: 'Floor machine pads', amount, ...parts.line }],
      ...parts.report,
    },
    ...parts.event,
  };
}

/** Events as the text of approvals.jsonl; a string is taken as a line of its own. */
export function approvalsText(...events: (Record<string, unknown> | string)[]): string {
  return events.map((event) => `${typeof event === 'string' ? event : JSON.stringify(event)}\n`).join('');
}

export const LEDGER_COLUMNS = [
  'po_number', 'po_date', 'posting_period', 'vendor_id', 'vendor_name', 'currency', 'reference', 'memo', 'line', 'gl_account', 'department', 'location',
  'amount', 'entered_by', 'entered_at', 'status',
] as const;
export type LedgerRow = Partial<Record<(typeof LEDGER_COLUMNS)[number], string>>;

const LEDGER_ROW: Required<LedgerRow> = {
  po_number: 'PO-7782', po_date: '2026-06-02', posting_period: '2026-06', vendor_id: 'V-1001', vendor_name: 'Acme Janitorial Supply Co', currency: 'USD',
  reference: 'EXP-9041', memo: '', line: '1', gl_account: '6110', department: 'D-10', location: 'L-012', amount: '845.50', entered_by: 'clerk1',
  entered_at: '2026-06-02T17:30:00Z', status: 'open',
};

/** The cells of one PO line; without parts it is the PO that agrees with EXP-9041. */
export function ledgerCells(parts: LedgerRow = {}): string[] {
  return LEDGER_COLUMNS.map((column) => parts[column] ?? LEDGER_ROW[column]);
}

/** PO lines as the text of ledger.csv, header included; a string is taken as a line of its own. */
export function ledgerText(...rows: (LedgerRow | string)[]): string {
  const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  const lines = rows.map((row) => (typeof row === 'string' ? row : ledgerCells(row).map(quoted).join(',')));
  return [LEDGER_COLUMNS.join(','), ...lines].map((line) => `${line}\n`).join('');
}

/** What a command printed and how it ended. */
export interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** What to write otherwise than the valid project of one approved report and one PO that agree. */
export interface ProjectParts {
  /** approvals.jsonl. */
  approvals?: string | Buffer;
  /** ledger.csv. */
  ledger?: string | Buffer;
  /** The whole po-shadow.yaml as text, or its top-level keys that differ. */
  settings?: string | Record<string, unknown>;
  /** Other files by their path in the project; null leaves a file out. */
  files?: Record<string, string | Buffer | null>;
}

export interface TestProject {
  dir: string;
  /** Writes a file into the project. */
  write(path: string, content: string | Buffer): void;
  /** Runs the program as a process of its own, with --project. */
  run(args: readonly string[], options?: { cwd?: string; nodeArguments?: readonly string[]; environment?: Record<string, string> }): Promise<Outcome>;
  /** Runs the program without a process of its own, with --project. */
  here(args: readonly string[], options?: { cwd?: string }): Promise<Outcome>;
  /** Works in the project without a process of its own, which is a second faster. */
  work<T>(task: (workplace: Workplace) => Promise<T>, options?: { allowOutside?: boolean }): Promise<T>;
}

const made: string[] = [];
afterAll(() => {
  for (const dir of made.splice(0)) rmSync(dir, { recursive: true, force: true });
});

/** Where temporary folders lie on a disk, also where the tests work in memory. */
export const ON_DISK = process.env.PO_SHADOW_TESTS_DISK ?? tmpdir();

/** A folder of its own for one test, removed when the test file is done. */
export function makeFolder(place = tmpdir()): string {
  const dir = mkdtempSync(join(place, 'po-shadow-test-'));
  made.push(dir);
  return dir;
}

/** Writes a project folder; without parts `po-shadow run` finds one report, one PO, and that they match. */
export function makeProject(parts: ProjectParts = {}): TestProject {
  const dir = makeFolder();
  const write = (path: string, content: string | Buffer): void => {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), content);
  };
  const files: Record<string, string | Buffer | null> = {
    ...SHEETS,
    // JSON is YAML.
    'po-shadow.yaml': typeof parts.settings === 'string' ? parts.settings : `${JSON.stringify({ ...SETTINGS, ...parts.settings }, null, 2)}\n`,
    'approvals.jsonl': parts.approvals ?? approvalsText(approvedReport()),
    'ledger.csv': parts.ledger ?? ledgerText({}),
    ...parts.files,
  };
  for (const [path, content] of Object.entries(files)) if (content !== null) write(path, content);
  return {
    dir,
    write,
    run: (args, options = {}) => runProgram([...args, '--project', dir], options),
    here: (args, options = {}) => programHere([...args, '--project', dir], options),
    async work(task, { allowOutside = false } = {}) {
      const workplace = await openWorkplace({ folder: dir, allowOutside }, { progress: SILENT, programVersion: '0.0.0-test' });
      try {
        return await task(workplace);
      } finally {
        workplace.database.close();
      }
    },
  };
}

/** Runs the program with these arguments and nothing added. */
export function runProgram(args: readonly string[], options: { cwd?: string; nodeArguments?: readonly string[]; environment?: Record<string, string> } = {}): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...(options.nodeArguments ?? []), PROGRAM, ...args], {
      cwd: options.cwd, env: { ...process.env, NO_COLOR: '1', ...options.environment }, stdio: ['ignore', 'pipe', 'pipe'],
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout: Buffer.concat(stdout).toString('utf8'), stderr: Buffer.concat(stderr).toString('utf8') }));
  });
}
