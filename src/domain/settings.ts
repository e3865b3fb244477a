import { z } from 'zod';
import { AMOUNT_BASES } from './amount-basis.ts';
import { alertsSchema } from './alert-settings.ts';
import { WEEKDAYS, isTimeZone, parseInstant } from './calendar.ts';
import { currencyDecimals } from './currency.ts';
import { MANDATORY_ERP_DEFAULTS, erpDefaultsSchema, erpObjectionsSchema } from './erp-settings.ts';
import { DATE_STYLES, DECIMAL_STYLES, ENCODINGS, headerProfileSchema } from './header-profile.ts';
import { listenSchema, watchSchema } from './listen-settings.ts';
import { parseMinor } from './money.ts';
import { sharedAddresses, sharedName } from './people.ts';
import { MASTER_SHEETS } from './reference-data.ts';
import { amountsByCurrency, clockTime, complain, controls, currency, date, decimal, filledList, instant, percentage, refuseImpossible } from './setting-values.ts';
import { ledgerProfileSchema } from './table-columns.ts';
import { credentialsSchema, driftSchema, healthSchema, paritySchema } from './watching-settings.ts';

const timeZone = z.string().refine(isTimeZone, 'is not a time zone of the IANA database, such as America/New_York');
const oneOrMore = <T extends z.ZodType>(item: T) => z.union([item, filledList(item, 'names nothing', 'Name one or more; a key that is not needed is left out.')]).transform((value) => (Array.isArray(value) ? value : [value]) as z.output<T>[]);
const texts = oneOrMore(z.string());
const day = z.enum(WEEKDAYS);

const orgUnit = z.number().int().min(1).max(6);
const tagLevel = z.number().int().min(1).max(10);
const inputBase = {
  files: oneOrMore(z.string().min(1)),
  controls: controls.optional(),
  timeZone: timeZone.optional(),
  asOf: instant.optional(),
};
export const SOURCE_NAMES = ['generic', 'expensify', 'concur-fi', 'concur-sae', 'concur-reports', 'ramp'] as const;
export const RAMP_OBJECTS = ['transaction', 'reimbursement', 'bill', 'spend_request', 'purchase_order'] as const;
export type RampObject = (typeof RAMP_OBJECTS)[number];
export const LEDGER_FORMATS = ['generic', 'netsuite', 'sap-s4', 'dynamics-bc', 'dynamics-fo'] as const;
export type LedgerFormatName = (typeof LEDGER_FORMATS)[number];
export const ERP_NAMES = ['generic', 'netsuite', 'sap-s4', 'dynamics-bc', 'dynamics-fo'] as const;

/** How the dates and amounts of a table are written: what a person says of it goes before what its cells show. */
const styles = { dates: z.enum(DATE_STYLES).optional(), decimals: z.enum(DECIMAL_STYLES).optional() };
/** Complains of a style beside an input whose dates and amounts can be written in one way alone, so that it would count for nothing. */
function refuseStyles(input: { dates?: unknown; decimals?: unknown }, what: string | null, context: z.RefinementCtx): void {
  if (what === null) return;
  for (const key of ['dates', 'decimals'] as const) if (input[key] !== undefined) context.addIssue({ code: 'custom', path: [key], message: `${what} is written in one way alone, and ${key} says nothing of it: leave ${key} out` });
}

const approvalsInput = z.strictObject({
  source: z.enum(SOURCE_NAMES),
  ...inputBase,
  /** Concur: which org unit (1 to 6) is the department, which the location, and which (or the ledger) the entity; `use` takes its code or its value. */
  orgUnits: z.strictObject({ department: orgUnit.optional(), location: orgUnit.optional(), entity: orgUnit.or(z.literal('ledger')).optional(), use: z.enum(['code', 'value']).default('code') }).optional(),
  /** Concur: which custom field (1 to 20) of an allocation is the department and which the location. */
  allocationFields: z.strictObject({ department: z.number().int().min(1).max(20).optional(), location: z.number().int().min(1).max(20).optional() }).optional(),
  /** Whether a category is its code or its name (concur-fi, concur-reports: of the expense type; expensify: the category; ramp: the GL account). */
  category: z.enum(['code', 'name']).optional(),
  /** expensify, ramp: the currency of a CSV export that has no column for it. */
  currency: currency.optional(),
  /** expensify: which tag level (1 to 10) is the department and which the location. */
  tags: z.strictObject({ department: tagLevel.optional(), location: tagLevel.optional() }).optional(),
  /** expensify: which custom field of the employee (1 or 2) is the department and which the location. */
  employeeFields: z.strictObject({ department: z.literal([1, 2]).optional(), location: z.literal([1, 2]).optional() }).optional(),
  /** expensify: the field of a report that is its legal entity, such as policyName or the name of a custom field. */
  entityField: z.string().min(1).optional(),
  /** expensify: the roles of approvers by address; whoever is not named has the role "approver". */
  approverRoles: z.record(z.string(), oneOrMore(z.string().min(1))).optional(),
  /** The character between the fields; without it, for concur-sae the one behind the first row's first word, for other tables the one that the header tells. */
  delimiter: z.string().regex(/^[^\sA-Za-z0-9"+.-]$|^\t$/, 'must be one character that no field begins with, such as "|"').optional(),
  /** How a table is encoded, where its bytes do not tell. */
  encoding: z.enum(ENCODINGS).optional(),
  ...styles,
  /** generic, expensify, ramp: a header profile of the tables, or the file that holds one: once the settings are loaded it is the profile itself. */
  profile: z.union([z.string().min(1), headerProfileSchema]).optional(),
  /** ramp: what the files hold, where their objects do not show it. */
  object: z.enum(RAMP_OBJECTS).optional(),
  /** ramp: the name or external id of the accounting field that is the department, and of the one that is the location. */
  accountingFields: z.strictObject({ department: z.string().min(1).optional(), location: z.string().min(1).optional() }).optional(),
}).superRefine((input, context) => refuseStyles(input, input.source.startsWith('concur') || (input.source === 'generic' && input.profile === undefined) ? `source: ${input.source}${input.source === 'generic' ? ' without a profile' : ''}` : null, context));
const tableDelimiter = z.string().regex(/^[^A-Za-z0-9"\s]$|^\t$/, 'must be one character that is no letter, digit or quote, such as ";" or "\\t"');
const { files, ...besideFiles } = inputBase;
const ledgerInput = z.strictObject({
  format: z.enum(LEDGER_FORMATS),
  files,
  /** Where `files` hold headers alone: the files of their lines and of account assignments, one of each an export. */
  lines: files.optional(),
  assignments: files.optional(),
  ...besideFiles,
  /** A header profile, or the file that holds one: once the settings are loaded it is the profile itself (docs/header-profiles.md). */
  profile: z.union([z.string().min(1), ledgerProfileSchema]).optional(),
  /** The currency of rows that name none, such as the local currency of Business Central. */
  currency: currency.optional(),
  /** The legal entity of rows that name none, such as the company whose list it is. */
  entity: z.string().min(1).optional(),
  encoding: z.enum(ENCODINGS).optional(),
  delimiter: tableDelimiter.optional(),
  ...styles,
}).superRefine((input, context) => refuseStyles(input, input.format === 'generic' && input.profile === undefined ? 'format: generic without a profile' : null, context));
/** A folder of sheets that are known by their file names, canonical ones or exports of the format. */
const masterFolder = z.strictObject({ folder: z.string().min(1), format: z.enum(LEDGER_FORMATS).optional() });
/** One sheet of master data and the file that it is read from. */
const masterSheet = z.strictObject({
  sheet: z.enum(MASTER_SHEETS),
  file: z.string().min(1),
  format: z.enum(LEDGER_FORMATS).optional(),
  profile: z.union([z.string().min(1), headerProfileSchema]).optional(),
  only: headerProfileSchema.shape.only.optional(),
  encoding: z.enum(ENCODINGS).optional(),
  delimiter: tableDelimiter.optional(),
  ...styles,
});
const masterInput = z.union([z.string().min(1), masterFolder, filledList(z.union([masterFolder, masterSheet]), 'names no sheet', 'Name folders and sheets, or leave master out for the folder "master".')]);

const erpLogInput = z.strictObject({ files: oneOrMore(z.string().min(1)), timeZone: timeZone.optional() });

const lineFilter = z.strictObject({ category: texts.optional(), paymentType: texts.optional(), reimbursable: z.boolean().optional(), vendor: texts.optional() });
const ledgerFilter = z.strictObject({ vendor: texts.optional(), glAccount: texts.optional(), enteredBy: texts.optional(), poNumber: texts.optional() });

const rate = percentage.refine((text) => /[1-9]/.test(text), 'must be above 0, such as "8.875"');
const fee = z
  .strictObject({ percent: rate.optional(), amount: amountsByCurrency(decimal('0.30')).optional() })
  .refine(({ percent, amount }) => percent !== undefined || Object.keys(amount ?? {}).length > 0, 'a fee has a percent, or an amount by currency such as { USD: "0.30" }');

const basis = z.enum(AMOUNT_BASES);
const bound = decimal();
const when = z.strictObject({
  total: z.strictObject({ gt: bound.optional(), gte: bound.optional(), lt: bound.optional(), lte: bound.optional() }).optional(),
  department: texts.optional(),
  category: texts.optional(),
  location: texts.optional(),
  currency: oneOrMore(currency).optional(),
});
const roles = filledList(z.string().min(1), 'asks for nobody\'s approval', 'Name the roles that must have approved, such as [manager], or remove the rule.');
const routingRule = z.strictObject({ name: z.string().min(1), when: when.optional(), require: roles });
export type RoutingRule = z.output<typeof routingRule>;

const person = z.strictObject({
  id: z.string().min(1),
  name: z.string().min(1),
  emails: z.array(z.string()).default([]),
  erpUsers: z.array(z.string()).default([]),
  roles: z.array(z.string()).default([]),
});
const percent = z.number().min(0).max(100);
/** Ten years, beyond which a number of days is a slip. */
const MOST_DAYS = 3_660;
const gates = z.strictObject({
  minDays: z.number().int().min(1).max(MOST_DAYS).optional(),
  maxTolerated: amountsByCurrency().optional(),
  maxAcceptedPercent: percent.optional(),
  maxAcceptedRejections: z.number().int().nonnegative().optional(),
  minExercisedPercent: percent.optional(),
  frozenBusinessDays: z.number().int().min(0).max(MOST_DAYS).optional(),
  minCleanTransactions: z.number().int().nonnegative().optional(),
  maxErrorRatePercent: percent.gt(0, 'must be above 0: no number of clean transactions rules out every error').optional(),
  maxDaysToCutover: z.number().int().min(0).max(MOST_DAYS).optional(),
  sandboxAccepted: z.enum(['required', 'off']).optional(),
});
const cutover = z.strictObject({
  at: instant,
  businessHours: z.strictObject({ days: filledList(day, 'says that nobody works on any day', 'Name the days, such as [mon, tue, wed, thu, fri], or leave businessHours out.'), from: clockTime, to: clockTime }).refine(({ from, to }) => from < to, 'businessHours.from is not before businessHours.to').optional(),
  blackouts: z.array(z.strictObject({ from: instant, to: instant }).refine(({ from, to }) => (parseInstant(from) as number) < (parseInstant(to) as number), 'a blackout ends before it begins')).default([]),
});

/** The whole of po-shadow.yaml; what is left out takes the default written here (docs/settings.md). */
export const settingsSchema = z.strictObject({
  company: z.string().min(1).default('(unnamed company)'),
  timeZone: timeZone.default('UTC'),
  window: z.strictObject({ from: date, to: date }).refine(({ from, to }) => from <= to, 'window.from is after window.to'),
  erp: z.enum(ERP_NAMES).default('generic'),
  erpObjections: erpObjectionsSchema.optional(),
  erpDefaults: erpDefaultsSchema.optional(),
  inputs: z.strictObject({
    approvals: z.array(approvalsInput).default([]),
    ledger: z.array(ledgerInput).default([]),
    /** Logs of the ERP's API, for diagnose; no answer rests on them. */
    erpLog: z.array(erpLogInput).optional(),
    master: masterInput.default('master'),
    mapping: z.string().min(1).default('mapping'),
  }),
  finalStates: filledList(z.string().min(1), 'names no state, and no report would ever become a PO', 'Name them, such as [approved_for_payment, paid], or leave finalStates out for the states of each source.').optional(),
  cancelStates: z.array(z.string().min(1)).default(['recalled', 'rejected']),
  scope: z
    .strictObject({
      lines: z.strictObject({ include: lineFilter.default({}), exclude: lineFilter.default({}) }).default({ include: {}, exclude: {} }),
      ledger: z.strictObject({ include: ledgerFilter.default({}), exclude: ledgerFilter.default({}) }).default({ include: {}, exclude: {} }),
    })
    .default({ lines: { include: {}, exclude: {} }, ledger: { include: {}, exclude: {} } }),
  grouping: z.enum(['vendor', 'report', 'line']).default('vendor'),
  /** Whether amounts hold the tax, side by side (docs/amount-basis.md). */
  amountBasis: z.strictObject({ approvals: basis, purchaseOrders: basis, ledger: basis }).optional(),
  tolerance: z
    .strictObject({ absolute: z.union([decimal('0.05').superRefine((text, context) => refuseImpossible(text, [], context)), amountsByCurrency(decimal('0.05'))]).default('0'), percent: percentage.default('0') })
    .default({ absolute: '0', percent: '0' }),
  matching: z
    .strictObject({
      dateWindowDays: z.number().int().min(0).max(60).default(5),
      manualEntryGraceDays: z.number().int().min(0).max(60).default(0),
      taxRates: z.array(rate).default([]),
      tipRates: z.array(rate).default(['10', '15', '18', '20', '25']),
      fees: z.array(fee).default([]),
    })
    .prefault({}),
  calendar: z
    .strictObject({ businessDays: filledList(day, 'leaves no business day', 'Name them, or leave businessDays out for mon to fri.').default(['mon', 'tue', 'wed', 'thu', 'fri']), holidays: z.array(date).default([]), noActivity: z.array(date).default([]) })
    .default({ businessDays: ['mon', 'tue', 'wed', 'thu', 'fri'], holidays: [], noActivity: [] }),
  routing: z.array(routingRule).default([]),
  people: z
    .array(person)
    .superRefine((people, context) => {
      const shared = sharedName(people);
      if (shared !== undefined) complain(context, `${shared.one} and ${shared.other} are both known as "${shared.name}": who acted must never be in doubt`);
    })
    .default([]),
  gates: gates.default({}),
  cutover: cutover.optional(),
  listen: listenSchema.optional(),
  watch: watchSchema.optional(),
  parity: paritySchema.optional(),
  credentials: credentialsSchema.optional(),
  health: healthSchema.optional(),
  drift: driftSchema.optional(),
  alerts: alertsSchema.optional(),
}).superRefine(({ erp, erpDefaults }, context) => {
  if (erp === 'generic' || erpDefaults?.[erp] !== undefined) return;
  context.addIssue({ code: 'custom', path: ['erpDefaults', erp], message: `erpDefaults.${erp} is missing: erp: ${erp} needs ${MANDATORY_ERP_DEFAULTS[erp].join(', ')} there` });
});
export type Settings = z.output<typeof settingsSchema>;
export type ApprovalsInput = Settings['inputs']['approvals'][number];
export type LedgerInput = Settings['inputs']['ledger'][number];
export type MasterInput = Settings['inputs']['master'];
export type MasterSheetInput = z.output<typeof masterSheet>;
export type ErpLogInput = z.output<typeof erpLogInput>;
export type Controls = z.output<typeof controls>;

/**
 * The settings that a run's answers rest on, of people the addresses that are one person's. Who may decide, what gates require, when the cutover is, how approvals arrive, how the two sides are watched, which files there are and what
 * people read off a screen about them change no answer; so they void neither a run nor what was proven with it.
 */
export function answeringSettings({ people, gates: _gates, cutover: _cutover, listen: _listen, watch: _watch, parity: _parity, credentials: _credentials, health: _health, drift: _drift, alerts: _alerts, inputs, ...answering }: Settings): unknown {
  const beside = new Set(['files', 'lines', 'assignments', 'file', 'folder', 'controls', 'asOf']);
  const readingOf = (entry: object): object => Object.fromEntries(Object.entries(entry).filter(([key]) => !beside.has(key)));
  const addresses = sharedAddresses(people);
  return { ...answering, ...(addresses.length === 0 ? {} : { people: addresses }), inputs: { approvals: inputs.approvals.map(readingOf), ledger: inputs.ledger.map(readingOf), ...(typeof inputs.master === 'string' ? {} : { master: [inputs.master].flat().map(readingOf) }) } };
}

interface Allowance {
  absoluteMinor: number;
  absoluteUsed: boolean;
  /** The percentage is percentScaled / scale; 0 means not used. */
  percentScaled: bigint;
  scale: bigint;
}

const ALLOWANCES = new WeakMap<Settings['tolerance'], Map<string, Allowance>>();

/** What the settings allow in a currency, read once. */
function allowanceOf(tolerance: Settings['tolerance'], currency: string): Allowance {
  let byCurrency = ALLOWANCES.get(tolerance);
  if (byCurrency === undefined) ALLOWANCES.set(tolerance, (byCurrency = new Map()));
  let allowance = byCurrency.get(currency);
  if (allowance === undefined) byCurrency.set(currency, (allowance = readAllowance(tolerance, currency)));
  return allowance;
}

function readAllowance({ absolute, percent: percentText }: Settings['tolerance'], currency: string): Allowance {
  const decimals = currencyDecimals(currency) ?? 2;
  const text = typeof absolute === 'string' ? absolute : (absolute[currency] ?? '0');
  // "0.05" means nothing in yen: what is finer than the currency is cut, towards the stricter side.
  const [whole = '0', fraction = ''] = text.split('.');
  const parsed = parseMinor(decimals === 0 || fraction === '' ? whole : `${whole}.${fraction.slice(0, decimals)}`, decimals);
  const [percentWhole = '0', percentFraction = ''] = percentText.split('.');
  return {
    absoluteMinor: typeof parsed === 'number' ? parsed : 0,
    absoluteUsed: typeof absolute === 'string' ? /[1-9]/.test(absolute) : Object.values(absolute).some((value) => /[1-9]/.test(value)),
    percentScaled: BigInt(percentWhole + percentFraction),
    scale: 10n ** BigInt(percentFraction.length),
  };
}

/**
 * How far a manual amount may be from the would-be amount, in minor units of the row's currency. Absolute and percent must both
 * hold where both are used; percent is of the would-be PO and 0 means not used; an absolute map without the currency allows 0.
 */
export function toleranceMinor(settings: Settings, currency: string, wouldBeMinor: number): number {
  const { absoluteMinor, absoluteUsed, percentScaled, scale } = allowanceOf(settings.tolerance, currency);
  if (percentScaled === 0n) return absoluteMinor;
  const percentMinor = Number((BigInt(Math.abs(wouldBeMinor)) * percentScaled) / (100n * scale));
  return absoluteUsed ? Math.min(absoluteMinor, percentMinor) : percentMinor;
}
