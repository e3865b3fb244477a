import { MASK, isSecretName, maskSecrets } from '../domain/mask-secrets.ts';
import { delimiterOf } from '../intake/delimited.ts';

/** A text without its secrets, and how many values were masked. What is no secret stays as it is, line for line. */
export interface MaskedText {
  text: string;
  masked: number;
}

/** Strings, brackets, and whatever else is neither space nor a sign; a string that is never closed goes to the end of its line. */
const TOKEN = /"(?:[^"\\\r\n]|\\.)*"|"[^\r\n]*|[{}[\]]|[^\s"{}[\],:]+/g;
const COLON = /\s*:/y;

/** An object or array that is open while a JSON text is read. */
interface Frame {
  /** Whether all that it holds is secret. */
  isSecret: boolean;
  /** Whether the value of the key that came last is. */
  keyIsSecret: boolean;
  /** What an object by name and value names, where it is one. */
  names: Named | undefined;
  /** Whether it is a list, of whose elements one may name the next, as in `["Authorization", "…"]`. */
  isList: boolean;
}

/** Whether a header or variable by name and value, such as `{"key":"Authorization","value":"…"}`, is a secret. */
type Named = 'secret' | 'other';

/** Under which keys an object has the name of a header or variable, and under which its value. */
const NAME_KEYS = ['name', 'key', 'header'];
const VALUE_KEYS = ['value', 'values', 'val'];

/** A word that can be the name of a header; a sentence in a list names nothing. */
const HEADER = /^[\w.-]+$/;

/** The objects of a JSON text that hold a name and a value, whichever comes first, by where they begin. */
function namingObjects(text: string): ReadonlyMap<number, Named> {
  const found = new Map<number, Named>();
  const open: { at: number; key: string; names: Named | undefined; hasValue: boolean }[] = [];
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    const holder = open.at(-1);
    if (token === '{' || token === '[') open.push({ at: index, key: '', names: undefined, hasValue: false });
    else if (token === '}' || token === ']') open.pop();
    else if (holder !== undefined && token.startsWith('"')) {
      const value = decoded(token) ?? '';
      COLON.lastIndex = index + token.length;
      if (COLON.test(text)) {
        holder.key = value.toLowerCase();
        holder.hasValue ||= VALUE_KEYS.includes(holder.key);
      } else if (NAME_KEYS.includes(holder.key) && holder.names !== 'secret') holder.names = isSecretName(value) ? 'secret' : 'other';
      if (holder.hasValue && holder.names !== undefined) found.set(holder.at, holder.names);
    }
  }
  return found;
}

/** Masks the secrets of a JSON text by the names of its keys and by the form of its texts, JSON within JSON included. Layout stays. */
export function maskJson(text: string): MaskedText {
  const frames: Frame[] = [];
  const naming = namingObjects(text);
  let masked = 0;
  const out = text.replace(TOKEN, (token, offset: number) => {
    const frame = frames.at(-1);
    if (token === '{' || token === '[') {
      frames.push({ isSecret: frame !== undefined && (frame.isSecret || frame.keyIsSecret), keyIsSecret: false, names: naming.get(offset), isList: token === '[' });
      if (frame?.isList === true) frame.keyIsSecret = false;
      return token;
    }
    if (token === '}' || token === ']') {
      frames.pop();
      return token;
    }
    const value = token.startsWith('"') ? decoded(token) : undefined;
    COLON.lastIndex = offset + token.length;
    if (frame !== undefined && value !== undefined && COLON.test(text)) {
      frame.keyIsSecret = keyIsSecret(value, frame.names);
      return token;
    }
    const isSecret = frame !== undefined && (frame.isSecret || frame.keyIsSecret);
    if (frame?.isList === true) frame.keyIsSecret = !isSecret && value !== undefined && HEADER.test(value) && isSecretName(value);
    if (isSecret) {
      if (token === 'null' || value === '' || value === MASK) return token;
      masked++;
      return JSON.stringify(MASK);
    }
    const without = value === undefined ? maskSecrets(token) : maskText(value);
    if (without === (value ?? token)) return token;
    masked++;
    return value === undefined ? without : JSON.stringify(without);
  });
  return { text: out, masked };
}

/** Whether what stands under a key is secret. The name of a header is none, though it stands under `key`. */
function keyIsSecret(key: string, names: Named | undefined): boolean {
  if (names !== undefined && NAME_KEYS.includes(key.toLowerCase())) return false;
  return isSecretName(key) || (names === 'secret' && VALUE_KEYS.includes(key.toLowerCase()));
}

/** The value of a JSON string; undefined for one that is damaged. */
function decoded(token: string): string | undefined {
  try {
    return JSON.parse(token) as string;
  } catch {
    return undefined;
  }
}

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}

/** Masks JSON, and what is damaged as far as it is JSON, then as any other text. */
function maskPerhapsDamaged(text: string): MaskedText {
  const found = maskJson(text);
  return isJson(text) ? found : { text: maskSecrets(found.text), masked: found.masked };
}

/** Masks a text that may be JSON, or hold some. */
export const maskText = (text: string): string => (/[{[]\s*["{[]/.test(text) ? maskPerhapsDamaged(text).text : maskSecrets(text));

/** Masks JSON lines one by one; a damaged one as far as it is JSON, and as any other text, so that it hides nothing of those behind it. */
export function maskJsonLines(text: string): MaskedText {
  let masked = 0;
  const lines = text.split('\n').map((line) => {
    if (line.trim() === '') return line;
    const found = maskPerhapsDamaged(line);
    masked += found.text === line ? 0 : Math.max(found.masked, 1);
    return found.text;
  });
  return { text: lines.join('\n'), masked };
}

/** Masks the cells of a delimited text by the names of its columns and by their form. */
export function maskDelimited(text: string): MaskedText {
  const delimiter = delimiterOf(text.slice(0, text.search(/[\r\n]|$/)));
  const CELL = new RegExp(String.raw`"(?:[^"]|"")*"|(?:\r?\n)|${delimiter === '\t' ? String.raw`\t` : `[${delimiter}]`}|[^\r\n"${delimiter}]+|["\r]`, 'g');
  const secretColumns = new Set<number>();
  let masked = 0;
  let column = 0;
  let isHeader = true;
  const out = text.replace(CELL, (token) => {
    if (token === delimiter) column++;
    else if (token === '\n' || token === '\r\n') {
      column = 0;
      isHeader = false;
    }
    if (token === delimiter || /^[\r\n"]+$/.test(token)) return token;
    const isQuoted = token.startsWith('"');
    const value = isQuoted ? token.slice(1, -1).replaceAll('""', '"') : token;
    if (isHeader) {
      if (isSecretName(value)) secretColumns.add(column);
      return token;
    }
    const without = secretColumns.has(column) && value.trim() !== '' ? MASK : maskText(value);
    if (without === value) return token;
    masked++;
    return isQuoted ? `"${without.replaceAll('"', '""')}"` : without;
  });
  return { text: out, masked };
}
