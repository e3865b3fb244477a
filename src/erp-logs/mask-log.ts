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
  key: string;
  /** Whether the object is a header by name and value, and its name is that of a secret. */
  namesSecret: boolean;
}

/** Masks the secrets of a JSON text by the names of its keys and by the form of its texts, JSON within JSON included. Layout stays. */
export function maskJson(text: string): MaskedText {
  const frames: Frame[] = [];
  let masked = 0;
  const out = text.replace(TOKEN, (token, offset: number) => {
    const frame = frames.at(-1);
    if (token === '{' || token === '[') {
      frames.push({ isSecret: frame !== undefined && (frame.isSecret || frame.keyIsSecret), keyIsSecret: false, key: '', namesSecret: false });
      return token;
    }
    if (token === '}' || token === ']') {
      frames.pop();
      return token;
    }
    const value = token.startsWith('"') ? decoded(token) : undefined;
    COLON.lastIndex = offset + token.length;
    if (frame !== undefined && value !== undefined && COLON.test(text)) {
      frame.key = value.toLowerCase();
      frame.keyIsSecret = isSecretName(value) || (frame.namesSecret && frame.key === 'value');
      return token;
    }
    if (frame !== undefined && frame.key === 'name' && value !== undefined) frame.namesSecret = isSecretName(value);
    if (frame !== undefined && (frame.isSecret || frame.keyIsSecret)) {
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

/** Masks a text that may hold JSON. */
const maskText = (text: string): string => (/^\s*[{[]/.test(text) && isJson(text) ? maskJson(text).text : maskSecrets(text));

/** Masks JSON lines one by one; a damaged one as any other text, so that it hides nothing of those behind it. */
export function maskJsonLines(text: string): MaskedText {
  let masked = 0;
  const lines = text.split('\n').map((line) => {
    if (line.trim() === '') return line;
    const found = isJson(line) ? maskJson(line) : { text: maskSecrets(line), masked: 0 };
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
