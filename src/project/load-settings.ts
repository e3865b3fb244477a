import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { nearest } from '../domain/nearest.ts';
import { type Settings, settingsSchema } from '../domain/settings.ts';
import { CannotRun } from '../domain/trouble.ts';
import { readWholeText } from '../intake/lines.ts';
import { type Project, SETTINGS_FILE } from './project.ts';

const LARGEST_SETTINGS = 1024 * 1024;

/** Reads and checks po-shadow.yaml. Throws CannotRun with the line, the key, what is wrong and what to do. */
export async function loadSettings(project: Project): Promise<Settings> {
  const path = join(project.folder, SETTINGS_FILE);
  if (!existsSync(path)) throw new CannotRun(`there is no ${SETTINGS_FILE}`, { where: project.folder, remedy: 'Make one with: po-shadow init' });
  const { LineCounter, parseDocument } = await import('yaml');
  const lines = new LineCounter();
  const document = parseDocument(readWholeText(path, LARGEST_SETTINGS, SETTINGS_FILE), { lineCounter: lines, uniqueKeys: true, merge: false });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) {
    throw new CannotRun(problem.message.split('\n')[0] ?? 'not valid YAML', { where: `${SETTINGS_FILE}:${lines.linePos(problem.pos[0]).line}`, remedy: 'Correct the YAML; every key stands once, lists in [ ] or with dashes.' });
  }
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 0 });
  } catch (cause) {
    throw new CannotRun('YAML aliases are not allowed here', { where: SETTINGS_FILE, remedy: 'Write the value out where it is needed.', cause });
  }
  const parsed = settingsSchema.safeParse(value ?? {});
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  if (issue === undefined) throw parsed.error;
  const { path: keys, what, remedy } = explainIssue(issue);
  const node = nodeAt(document, keys);
  throw new CannotRun(what, { where: node === undefined ? SETTINGS_FILE : `${SETTINGS_FILE}:${lines.linePos(node).line}`, remedy });
}

/** Offset of the deepest node of the path that exists. */
function nodeAt(document: { getIn(path: unknown[], keep: boolean): unknown }, path: PropertyKey[]): number | undefined {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)) return node.range[0] as number;
  }
  return undefined;
}

function explainIssue(issue: z.core.$ZodIssue): { path: PropertyKey[]; what: string; remedy: string } {
  const path = [...issue.path];
  const name = path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    const known = keysAt(settingsSchema, path);
    const close = nearest(key, known);
    return {
      path: [...path, key],
      what: `unknown key "${key}"${name === '' ? '' : ` in ${name}`}`,
      remedy: close === undefined ? `Known keys here: ${known.join(', ')}.` : `Did you mean "${close}"?`,
    };
  }
  if (issue.code === 'invalid_union') {
    const inner = issue.errors.flat().find((each) => each.code !== 'invalid_type') ?? issue.errors.flat()[0];
    if (inner !== undefined) return { path, what: `${name}: ${inner.message}`, remedy: 'Correct the value; docs/settings.md describes every key.' };
  }
  return { path, what: `${name}: ${issue.message}`, remedy: 'Correct the value; docs/settings.md describes every key.' };
}

/** The keys that the schema knows at a path, whatever wraps the object there. */
function keysAt(schema: z.ZodType, path: PropertyKey[]): string[] {
  let current: unknown = unwrap(schema);
  for (const key of path) {
    const definition = (current as { _zod?: { def?: { type?: string; element?: z.ZodType; shape?: Record<string, z.ZodType> } } })._zod?.def;
    if (definition?.type === 'array') current = unwrap(definition.element as z.ZodType);
    else current = unwrap(definition?.shape?.[String(key)] as z.ZodType);
    if (current === undefined) return [];
  }
  return Object.keys((current as { _zod?: { def?: { shape?: object } } })._zod?.def?.shape ?? {});
}

function unwrap(schema: z.ZodType | undefined): z.ZodType | undefined {
  let current = schema;
  for (;;) {
    const definition = current?._zod.def as { type: string; innerType?: z.ZodType; in?: z.ZodType } | undefined;
    if (definition === undefined) return current;
    if (['default', 'optional', 'nullable', 'prefault'].includes(definition.type)) current = definition.innerType;
    else if (definition.type === 'pipe') current = definition.in;
    else return current;
  }
}
