import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the flattened data lies, and where a peer may write. */
export interface Flat {
  lines: string;
  ledger: string;
  scratch: string;
}

/** A tool that joins the same data: how to start it, or why it can't be. */
export interface Peer {
  name: string;
  find(): { command: string; words(flat: Flat): string[] } | { skipped: string };
}

const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const works = (command: string, words: readonly string[]): boolean => spawnSync(command, words, { stdio: 'ignore' }).status === 0;
const PYTHONS = ['python3', '/usr/bin/python3'];
const pythonWith = (module: string): string | undefined => PYTHONS.find((python) => works(python, ['-c', `import ${module}`]));

/** sqlite3 and duckdb read their statements from a file, with the paths of the data filled in. */
function statements(template: string, name: string, flat: Flat): string {
  const path = join(flat.scratch, name);
  writeFileSync(path, template.replaceAll('LINES', flat.lines).replaceAll('LEDGER', flat.ledger));
  return path;
}

// The sums are kept under a key, without which the shell compares every report with every reference.
const SQLITE = `PRAGMA synchronous = OFF;
.import --csv 'LINES' lines
.import --csv 'LEDGER' ledger
CREATE TABLE approved (id TEXT, currency TEXT, amount REAL, PRIMARY KEY (id, currency)) WITHOUT ROWID;
CREATE TABLE keyed (id TEXT, currency TEXT, amount REAL, PRIMARY KEY (id, currency)) WITHOUT ROWID;
INSERT INTO approved SELECT report_id, currency, sum(CAST(amount AS REAL)) FROM lines GROUP BY report_id, currency;
INSERT INTO keyed SELECT reference, currency, sum(CAST(amount AS REAL)) FROM ledger WHERE status <> 'cancelled' GROUP BY reference, currency;
SELECT count(*), sum(abs(coalesce(keyed.amount, 0) - approved.amount) > 0.005) FROM approved LEFT JOIN keyed USING (id, currency);
SELECT count(*) FROM keyed WHERE NOT EXISTS (SELECT 1 FROM approved WHERE approved.id = keyed.id AND approved.currency = keyed.currency);
`;

const DUCKDB = `CREATE TABLE lines AS FROM 'LINES';
CREATE TABLE ledger AS FROM 'LEDGER';
SELECT count(*), count_if(abs(coalesce(manual, 0) - coalesce(expense, 0)) > 0.005)
FROM (SELECT report_id, currency, sum(amount) AS expense FROM lines GROUP BY ALL) AS approved
FULL OUTER JOIN (SELECT reference, currency, sum(amount) AS manual FROM ledger WHERE status <> 'cancelled' GROUP BY ALL) AS keyed
ON keyed.reference = approved.report_id AND keyed.currency = approved.currency;
`;

/** They read flattened files, add up and join; none of them maps, checks, explains or stores anything. */
export const PEERS: readonly Peer[] = [
  {
    name: 'pandas',
    find() {
      const python = pythonWith('pandas');
      return python === undefined ? { skipped: `no pandas for ${PYTHONS.join(' or ')}` } : { command: python, words: ({ lines, ledger }) => [script('merge-with-pandas.py'), lines, ledger] };
    },
  },
  {
    name: 'sqlite3',
    find() {
      if (!works('sqlite3', ['-version'])) return { skipped: 'no sqlite3 shell' };
      return {
        command: 'sqlite3',
        words: (flat) => [join(flat.scratch, 'peer.db'), `.read '${statements(SQLITE, 'sqlite3.sql', flat)}'`],
      };
    },
  },
  {
    name: 'DuckDB',
    find() {
      if (works('duckdb', ['-version'])) {
        return { command: 'duckdb', words: (flat) => ['-c', `.read '${statements(DUCKDB, 'duckdb.sql', flat)}'`] };
      }
      const python = pythonWith('duckdb');
      return python === undefined ? { skipped: `neither its shell nor its module for ${PYTHONS.join(' or ')}` } : { command: python, words: ({ lines, ledger }) => [script('join-with-duckdb.py'), lines, ledger] };
    },
  },
];
