// Loaded before the program: ends its process by a signal when SQLite is asked for the Nth time to run a statement that begins in a
// certain way. END_AT is JSON: { "statement": "INSERT INTO would_be_po", "times": 700, "signal": "SIGKILL" }. How fast the machine is
// and what else it does has no part in when that is.
import Sqlite from 'better-sqlite3';

const { statement, times, signal } = JSON.parse(process.env.END_AT);
let seen = 0;

function count(sql) {
  if (!sql.trimStart().startsWith(statement) || ++seen < times) return;
  process.kill(process.pid, signal);
}

const { exec } = Sqlite.prototype;
Sqlite.prototype.exec = function counted(sql) {
  count(sql);
  return exec.call(this, sql);
};

const scratch = new Sqlite(':memory:');
const prepared = Object.getPrototypeOf(scratch.prepare('SELECT 1'));
scratch.close();
for (const way of ['run', 'get', 'all', 'iterate']) {
  const original = prepared[way];
  prepared[way] = function counted(...parameters) {
    count(this.source);
    return original.apply(this, parameters);
  };
}
