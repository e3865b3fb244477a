import { type ErpApi, type OwnValue, isBody } from '../erp/api.ts';
import { type Body, type BodyValue, JsonDecimal, WrittenNumber } from '../erp/body-text.ts';

/** What of a would-be PO decides which patterns it fits. */
export interface OrderFeatures {
  lines: number;
  /** Characters of its longest text. */
  longestText: number;
  hasRefund: boolean;
  currency: string;
  /** '' where the body has none. */
  entity: string;
  /** Keys of erpDefaults that it uses. */
  defaults: readonly string[];
  /** Fields of the header by their paths, sorted. */
  headerFields: readonly string[];
  /** The same of its lines, each set once. */
  lineFields: readonly (readonly string[])[];
  /** Whether a later approval changed it. */
  isUpdated: boolean;
}

/** What of a would-be PO its body does not say. */
export interface OrderContext {
  currency: string;
  isUpdated: boolean;
  /** The ERP's section of erpDefaults. */
  defaults: Readonly<Record<string, unknown>>;
  /** Whether its report says a value itself, so that no default was used for it; asked only where the value is the default's. */
  says(value: OwnValue): boolean;
}

/** The features of a body. */
export function featuresOf(api: ErpApi, body: Body, { currency, isUpdated, defaults, says }: OrderContext): OrderFeatures {
  const texts = new Map<string, Set<string>>();
  let longestText = 0;
  eachText(body, '', (path, text) => {
    longestText = Math.max(longestText, text.length);
    const known = texts.get(path);
    if (known === undefined) texts.set(path, new Set([text]));
    else known.add(text);
  });
  const lines = api.linesOf(body);
  const isOfLine = (path: string): boolean => path === api.linesField;
  const shapes = new Map(lines.map((line) => {
    const fields = fieldsOf(line, `${api.linesField}.`);
    return [fields.join('\n'), fields] as const;
  }));
  return {
    lines: lines.length, longestText, hasRefund: lines.some((line) => api.isRefund(line)), currency, entity: api.entityOf(body),
    defaults: Object.entries(api.defaultFields).filter(([key, path]) => typeof defaults[key] === 'string' && texts.get(path)?.has(defaults[key]) === true).filter(([key]) => api.ownValues[key] === undefined || !says(api.ownValues[key])).map(([key]) => key),
    headerFields: fieldsOf(body, '').filter((path) => !isOfLine(path)), lineFields: [...shapes.keys()].sort().map((key) => shapes.get(key) as string[]), isUpdated,
  };
}

const isNumber = (value: BodyValue): boolean => value instanceof JsonDecimal || value instanceof WrittenNumber;

/** Every text of a body with its path; places in lists stand in none. */
function eachText(value: BodyValue, path: string, tell: (path: string, text: string) => void): void {
  if (typeof value === 'string') return tell(path, value);
  if (typeof value !== 'object' || isNumber(value)) return;
  if (Array.isArray(value)) {
    for (const item of value as readonly BodyValue[]) eachText(item, path, tell);
    return;
  }
  for (const [key, inner] of Object.entries(value as Body)) if (inner !== undefined) eachText(inner, path === '' ? key : `${path}.${key}`, tell);
}

/** The paths of a body's fields, sorted; a list is one field, whatever it holds. */
function fieldsOf(body: Body, before: string): string[] {
  return Object.entries(body).flatMap(([key, value]) => (isBody(value) ? fieldsOf(value, `${before}${key}.`) : value === undefined ? [] : [`${before}${key}`])).sort();
}
