import { existsSync, readFileSync } from 'node:fs';
import { dirname, extname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Modules of Node with which a program reaches a network or starts a process. */
const FORBIDDEN = /^(node:)?(net|http|https|http2|tls|dgram|dns|dns\/promises|child_process|cluster|inspector|inspector\/promises|wasi)$/;
/** Every import and re-export of a module but those of types alone, which are gone once it is compiled. */
const IMPORTED = /(?:^|\n)(?:import|export)\s+(?!type\s)(?:[\w$*{},\s]+?\sfrom\s+)?(['"])([^'"\n]+)\1/g;
const IMPORTED_LATER = /\bimport\(\s*(['"])([^'"\n]+)\1/g;
/** Ways to a network or a process that need no import. */
const GLOBAL_WAYS = /\b(fetch\s*\(|new\s+(?:WebSocket|EventSource|XMLHttpRequest)\b|getBuiltinModule|process\.binding|createRequire)/;
/** A thread is started by the name of its file, and so is the process that replays for those who listen and watch. */
const STARTED = ['replay-worker', 'comparing-worker', 'reading-worker', 'work-worker', 'collecting-process'];

/** What the dry run's being one rests on. */
export interface DryRunProof {
  /** How many modules of the program the main job consists of. */
  modules: number;
  /** What speaks against it, in words. */
  forbidden: string[];
  evidence: string[];
}

/**
 * Follows the imports of the program as it is installed, from the replay and its threads on, and names each that reaches a network or
 * starts a process. What packages import is checked when the program is built and tested, and not here.
 */
export function proveDryRun(): DryRunProof {
  const here = dirname(fileURLToPath(import.meta.url));
  const pipeline = resolve(here, '..');
  const root = resolve(pipeline, '..');
  const ending = extname(fileURLToPath(import.meta.url));
  const waiting = ['replay-record', 'import-inputs', ...STARTED].map((name) => join(pipeline, `${name}${ending}`));
  const seen = new Set<string>();
  const forbidden: string[] = [];
  const packages = new Set<string>();
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    if (!existsSync(path)) {
      forbidden.push(`${relative(root, path)} is not there, so nobody can tell what it does`);
      continue;
    }
    const text = readFileSync(path, 'utf8');
    const way = GLOBAL_WAYS.exec(text)?.[1];
    if (way !== undefined) forbidden.push(`${relative(root, path)} uses ${way}`);
    for (const [, , name = ''] of [...text.matchAll(IMPORTED), ...text.matchAll(IMPORTED_LATER)]) {
      if (name.startsWith('.')) waiting.push(resolve(dirname(path), name));
      else if (FORBIDDEN.test(name)) forbidden.push(`${relative(root, path)} imports ${name}`);
      else if (!name.startsWith('node:')) packages.add(name);
    }
  }
  return {
    modules: seen.size, forbidden,
    evidence: [
      `the replay and its threads consist of ${seen.size} modules; none imports a network or a process module of Node`,
      `packages among them, checked for the same when the program is built and tested: ${[...packages].sort().join(', ')}`,
      'no code that writes to an ERP exists in the program: what an ERP would be sent is stored as text',
      'the settings hold no address and no credential of an ERP',
    ],
  };
}
