import type { CallAction } from '../domain/sandbox.ts';
import { compareText } from '../domain/text.ts';
import type { ErpApi } from '../erp/api.ts';
import type { OrderFeatures } from './features.ts';

/** Which PO of a run: report and number. */
export interface OrderKey {
  transactionId: string;
  number: string;
}

/** Something that the fortnight showed, and which POs show it. */
export interface Pattern {
  name: string;
  /** The calls with which it is tried. */
  action: CallAction;
  fits(features: OrderFeatures): boolean;
}

/** A PO that stands for all of its kind, because it was the first. */
interface First {
  key: OrderKey;
  features: OrderFeatures;
}

/** What the would-be POs of a run look like: the first of each kind, and the extremes. POs are added in the order of report and number. */
export class Survey {
  readonly #kinds = new Map<string, First>();
  #mostLines: First | undefined;
  #longestText: First | undefined;
  #orders = 0;

  add(key: OrderKey, features: OrderFeatures): void {
    const { lines, hasRefund, currency, entity, defaults, headerFields, lineFields, isUpdated } = features;
    this.#orders++;
    const kind = JSON.stringify([lines > 1, hasRefund, currency, entity, defaults, headerFields, lineFields, isUpdated]);
    if (!this.#kinds.has(kind)) this.#kinds.set(kind, { key, features });
    if (this.#mostLines === undefined || lines > this.#mostLines.features.lines) this.#mostLines = { key, features };
    if (this.#longestText === undefined || features.longestText > this.#longestText.features.longestText) this.#longestText = { key, features };
  }

  get orders(): number {
    return this.#orders;
  }

  /** One of each kind and the extremes, in the order of report and number. */
  get firsts(): readonly First[] {
    const all = [...this.#kinds.values(), ...[this.#mostLines, this.#longestText].flatMap((first) => first ?? [])];
    const byKey = new Map(all.map((first) => [JSON.stringify([first.key.transactionId, first.key.number]), first]));
    return [...byKey.values()].sort((left, right) => compareText(left.key.transactionId, right.key.transactionId) || compareText(left.key.number, right.key.number));
  }

  get mostLines(): number {
    return this.#mostLines?.features.lines ?? 0;
  }

  get longestText(): number {
    return this.#longestText?.features.longestText ?? 0;
  }
}

/** What the fortnight showed, in the order of docs/sandbox.md. `cancelled`: whether an approved report was withdrawn. */
export function patternsOf(survey: Survey, api: ErpApi, cancelled: boolean): Pattern[] {
  const { firsts, mostLines, longestText } = survey;
  const features = firsts.map((first) => first.features);
  const values = (of: (each: OrderFeatures) => readonly string[]): string[] => [...new Set(features.flatMap(of))].sort(compareText);
  const create = (name: string, fits: Pattern['fits']): Pattern => ({ name, action: 'create', fits });
  const all: Pattern[] = [
    create('single_line', ({ lines }) => lines === 1),
    create('many_lines', ({ lines }) => lines > 1 && lines === mostLines),
    create('refund_line', ({ hasRefund }) => hasRefund),
    create('longest_text', (each) => each.longestText === longestText),
    ...values(({ currency }) => [currency]).map((currency) => create(`currency ${currency}`, (each) => each.currency === currency)),
    ...values(({ entity }) => (entity === '' ? [] : [entity])).map((entity) => create(`entity ${entity}`, (each) => each.entity === entity)),
    ...values(({ defaults }) => defaults).map((key) => create(`default ${key}`, ({ defaults }) => defaults.includes(key))),
    ...fieldPatterns(features),
    { name: 'update', action: 'update', fits: ({ isUpdated }) => isUpdated },
    ...(cancelled && isKnown(api, 'cancel') ? [cancelPattern(features)] : []),
  ];
  return all.filter(({ fits }) => features.some(fits));
}

/** Whether any call is known for an action. */
export const isKnown = (api: ErpApi, action: CallAction): boolean => api.calls[action]({ transactionId: '', number: '', idempotencyKey: '', body: {}, mark: '' }).length > 0;

/** A PO that was withdrawn has no body left, so that another stands for it: one of one line where there is any. */
function cancelPattern(features: readonly OrderFeatures[]): Pattern {
  const anySingle = features.some(({ lines }) => lines === 1);
  return { name: 'cancel', action: 'cancel', fits: ({ lines }) => !anySingle || lines === 1 };
}

/** Fields that some bodies, or some lines, have and others lack: both ways. */
function fieldPatterns(features: readonly OrderFeatures[]): Pattern[] {
  const shapesOf: readonly ((each: OrderFeatures) => readonly (readonly string[])[])[] = [({ headerFields }) => [headerFields], ({ lineFields }) => lineFields];
  return shapesOf.flatMap((shapes) => {
    const known = features.flatMap(shapes);
    const fields = [...new Set(known.flat())].sort(compareText).filter((field) => known.some((shape) => !shape.includes(field)));
    return fields.flatMap((field): Pattern[] => [
      { name: `with ${field}`, action: 'create', fits: (each) => shapes(each).some((shape) => shape.includes(field)) },
      { name: `without ${field}`, action: 'create', fits: (each) => shapes(each).some((shape) => !shape.includes(field)) },
    ]);
  });
}

/** The PO that is tried for a pattern. */
export interface Sample {
  pattern: Pattern;
  key: OrderKey;
}

/** Chooses a PO for each pattern: one that was chosen before where it fits, else the first that does. */
export function chooseSamples(survey: Survey, patterns: readonly Pattern[]): Sample[] {
  const { firsts } = survey;
  const chosen: First[] = [];
  return patterns.map((pattern) => {
    let first = chosen.find(({ features }) => pattern.fits(features));
    if (first === undefined) {
      first = firsts.find(({ features }) => pattern.fits(features)) as First;
      chosen.push(first);
    }
    return { pattern, key: first.key };
  });
}
