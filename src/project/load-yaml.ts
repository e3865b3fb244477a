import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Document, YAMLError } from 'yaml';
import type { z } from 'zod';
import { nearest } from '../domain/nearest.ts';
import { CannotRun } from '../domain/trouble.ts';
import { readWholeText } from '../intake/lines.ts';
import { type Project, assertReadableFile } from './project.ts';

const LARGEST_YAML = 1024 * 1024;

/** A YAML file of the project folder: its name, what it must hold, and the page that describes it. */
export interface YamlFile<Schema extends z.ZodType> {
  name: string;
  /** What people call it: `settings`. */
  called: string;
  schema: Schema;
  /** Such as `docs/settings.md describes every key.` */
  described: string;
}

/** Reads and checks a YAML file; undefined where there is none. Throws CannotRun with the line, the key, what is wrong and what to do. */
export async function loadYaml<Schema extends z.ZodType>(project: Project, file: YamlFile<Schema>): Promise<z.output<Schema> | undefined> {
  const path = join(project.folder, file.name);
  return existsSync(path) ? readYaml(path, file) : undefined;
}

/** Reads and checks a YAML file wherever it lies; `name` is what it is called in messages. Throws CannotRun. */
export async function readYaml<Schema extends z.ZodType>(path: string, file: YamlFile<Schema>): Promise<z.output<Schema>> {
  assertReadableFile(path, file.name);
  return parseYaml(readWholeText(path, LARGEST_YAML, file.name), file);
}

/** Checks the text of a YAML file. Throws CannotRun. */
export async function parseYaml<Schema extends z.ZodType>(text: string, { name, called, schema, described }: YamlFile<Schema>): Promise<z.output<Schema>> {
  const yaml = await import('yaml');
  const lines = new yaml.LineCounter();
  const at = (offset: number | undefined): string => (offset === undefined ? name : `${name}:${lines.linePos(offset).line}`);
  let document: Document.Parsed;
  let value: unknown;
  try {
    document = yaml.parseDocument(text, { lineCounter: lines, uniqueKeys: false, merge: false });
    const [problem] = [...document.errors, ...document.warnings];
    if (problem !== undefined) throw new CannotRun(explainYaml(problem), { where: at(problem.pos[0]), remedy: 'Correct the YAML; keys end in a colon, lists stand in [ ] or with dashes.' });
    yaml.visit(document, {
      Alias: (_, alias) => {
        throw new CannotRun(`YAML aliases (*${alias.source}) are not allowed here`, { where: at(alias.range?.[0]), remedy: 'Write the value out where it is needed.' });
      },
      Map: (_, { items }) => {
        // The library's own search for keys that stand twice takes the square of their number.
        const seen = new Set<string>();
        for (const { key } of items) {
          const where = at(yaml.isNode(key) ? key.range?.[0] : undefined);
          if (!yaml.isScalar(key) || String(key.value) === '__proto__') throw new CannotRun(`unknown key "${String(key)}"`, { where, remedy: `Remove it; ${described}` });
          const named = String(key.value);
          if (seen.has(named)) throw new CannotRun(`the key ${named} stands here a second time`, { where, remedy: 'Keep one of the two.' });
          seen.add(named);
        }
      },
    });
    value = document.toJS({ maxAliasCount: 0 });
  } catch (cause) {
    if (cause instanceof RangeError) throw new CannotRun('the YAML is nested too deeply', { where: name, remedy: described, cause });
    throw cause;
  }
  const parsed = schema.safeParse(value ?? {});
  if (parsed.success) return parsed.data;
  // A misspelt key explains that another is missing, so it comes first.
  const issue = parsed.error.issues.find(({ code }) => code === 'unrecognized_keys') ?? parsed.error.issues[0];
  if (issue === undefined) throw parsed.error;
  const { path: keys, what, remedy } = explainIssue(issue, value, { called, schema, described });
  throw new CannotRun(what, { where: at(offsetOf(document.contents, keys, yaml)), remedy });
}

function explainYaml(problem: YAMLError): string {
  if (problem.code === 'MULTIPLE_DOCS') return 'a second YAML document begins here (---)';
  if (problem.message.startsWith('Maximum call stack')) return 'the YAML is nested too deeply';
  return problem.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? 'not valid YAML';
}

/** Offset of the deepest key (or list item) of the path that exists. */
function offsetOf(contents: unknown, path: readonly PropertyKey[], { isMap, isSeq, isScalar, isNode }: typeof import('yaml')): number | undefined {
  let node = contents;
  let offset: number | undefined;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => (isScalar(key) ? String(key.value) : String(key)) === String(step));
      if (pair === undefined) break;
      if (isNode(pair.key) && pair.key.range) offset = pair.key.range[0];
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      if (!isNode(node)) break;
      if (node.range) offset = node.range[0];
    } else break;
  }
  return offset;
}

function explainIssue(issue: z.core.$ZodIssue, settings: unknown, file: Pick<YamlFile<z.ZodType>, 'called' | 'schema' | 'described'>): { path: PropertyKey[]; what: string; remedy: string } {
  const path = [...issue.path];
  const name = path.reduce<string>((text, step) => (typeof step === 'number' ? `${text}[${step}]` : text === '' ? String(step) : `${text}.${String(step)}`), '');
  const says = (message: string): string => (name === '' || message.startsWith(name) ? message : `${name}: ${message}`);
  switch (issue.code) {
    case 'unrecognized_keys': {
      const key = issue.keys[0] ?? '';
      const known = keysAt(file.schema, path);
      const close = nearest(key, known);
      return {
        path: [...path, key],
        what: `unknown key "${key}"${name === '' ? '' : ` in ${name}`}`,
        remedy: close === undefined ? `Known keys here: ${known.join(', ')}.` : `Did you mean "${close}"?`,
      };
    }
    case 'invalid_key': {
      const [inner] = issue.issues;
      if (inner !== undefined) return explainIssue({ ...inner, path } as z.core.$ZodIssue, settings, file);
      break;
    }
    case 'custom': {
      const remedy: unknown = issue.params?.remedy;
      if (typeof remedy === 'string') return { path, what: says(issue.message), remedy };
      break;
    }
    case 'too_small':
    case 'too_big': {
      // The schema's own words say more.
      if (!issue.message.startsWith('Too ')) break;
      return { path, what: says(outOfBounds(issue, valueAt(settings, path))), remedy: `Correct the value; ${file.described}` };
    }
    case 'invalid_union': {
      const each = issue.errors.flat();
      const inner = each.find(({ code }) => code !== 'invalid_type') ?? each.toSorted((one, other) => other.path.length - one.path.length)[0];
      if (inner !== undefined) return explainIssue({ ...inner, path: [...path, ...inner.path] } as z.core.$ZodIssue, settings, file);
      break;
    }
    case 'invalid_value': {
      const options = issue.values.map(String);
      const close = nearest(String(valueAt(settings, path)), options);
      return { path, what: says(`must be one of ${options.join(', ')}`), remedy: close === undefined ? `Correct the value; ${file.described}` : `Did you mean "${close}"?` };
    }
    case 'invalid_type': {
      const value = valueAt(settings, path);
      // The schema's own words, where it has some, say more.
      if (!issue.message.startsWith('Invalid input')) return { path, what: says(issue.message), remedy: typeof value === 'number' ? `Write it in quotes: "${value}".` : `Correct the value; ${file.described}` };
      if (name === '') return { path, what: `the ${file.called} must be keys with values`, remedy: `Correct the file; ${file.described}` };
      if (value === undefined || value === null) return { path, what: `${name} is missing`, remedy: `Add it; ${file.described}` };
      if (issue.expected === 'string' && typeof value !== 'object') return { path, what: `${name}: must be a text, and ${String(value)} is none`, remedy: `Write it in quotes: "${String(value)}".` };
      return { path, what: says(`must be ${EXPECTED[issue.expected] ?? issue.expected}`), remedy: asExpected(issue.expected, value) ?? `Correct the value; ${file.described}` };
    }
  }
  return { path, what: says(issue.message), remedy: `Correct the value; ${file.described}` };
}

/** How to write a value as what is expected, where it says enough. */
function asExpected(expected: string, value: unknown): string | undefined {
  if (expected === 'array' && typeof value === 'string' && value !== '') return `Write it as a list: [${value}].`;
  if (expected === 'number' && typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value)) return `Write it without quotes: ${value}.`;
  return undefined;
}

/** What a number, a text or a list that is too small or too large should be. */
function outOfBounds(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig, value: unknown): string {
  const isSmall = issue.code === 'too_small';
  const limit = String(isSmall ? issue.minimum : issue.maximum);
  switch (issue.origin) {
    case 'array':
      return isSmall ? 'an empty list says nothing here: name one or more' : `must not have more than ${limit} entries`;
    case 'string':
      return isSmall ? 'must not be blank' : `must not have more than ${limit} characters`;
    default:
      return `must be ${isSmall ? (issue.inclusive ? `${limit} or more` : `above ${limit}`) : issue.inclusive ? `${limit} or less` : `below ${limit}`}, and ${String(value)} is not`;
  }
}

const EXPECTED: Partial<Record<string, string>> = { array: 'a list', object: 'keys with values', record: 'keys with values', string: 'a text', number: 'a number', int: 'a whole number', boolean: 'true or false' };

function valueAt(settings: unknown, path: readonly PropertyKey[]): unknown {
  let value = settings;
  for (const step of path) value = typeof value === 'object' && value !== null && Object.hasOwn(value, step) ? (value as Record<PropertyKey, unknown>)[step] : undefined;
  return value;
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
