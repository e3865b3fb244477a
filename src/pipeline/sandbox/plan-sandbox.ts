import { plural } from '../../domain/plural.ts';
import type { CallAction, SandboxCall } from '../../domain/sandbox.ts';
import { type Settings, settingsSchema } from '../../domain/settings.ts';
import type { ErpApi, OwnValue } from '../../erp/api.ts';
import { readBody } from '../../erp/body-text.ts';
import { erpApi } from '../../erp/erp-api.ts';
import { callsOf } from '../../sandbox/calls.ts';
import { type OrderFeatures, featuresOf } from '../../sandbox/features.ts';
import { type OrderKey, type Sample, Survey, chooseSamples, isKnown, patternsOf } from '../../sandbox/patterns.ts';
import type { Database } from '../../store/database.ts';
import { RecordReader } from '../../store/record-reader.ts';
import { listRuns } from '../../store/run-list.ts';
import { type RowOrder, RunReader } from '../../store/run-store.ts';
import { sha256 } from '../sha256.ts';
import type { Workplace } from '../workplace.ts';

/** What of a run is to be tried, and with which calls. */
export interface SandboxPlan {
  erp: string;
  api: ErpApi;
  /** Each pattern that the fortnight showed, with the PO that stands for it; [] for a run without would-be POs. */
  samples: readonly Sample[];
  /** All calls in the order in which they are sent: what creates, what updates, what cancels. */
  calls: readonly SandboxCall[];
  /** What the fortnight showed and no call can try, in words. */
  notTried: readonly string[];
  /** The calls of an action for a PO of the run, and its features; undefined for a PO that the run does not have, or only outside its rows. */
  look(key: OrderKey): { features: OrderFeatures; callsOf(action: CallAction): SandboxCall[] } | undefined;
}

/** Plans what of a run a sandbox is asked, from what the run stored alone; undefined where its profile has no API. Nothing is written. */
export async function planSandbox({ database }: Workplace, runId: string): Promise<SandboxPlan | undefined> {
  const settings = await settingsOf({ database }, runId);
  const api = settings === undefined ? undefined : erpApi(settings.erp);
  if (settings === undefined || api === undefined) return undefined;
  const runs = new RunReader(database);
  const { updated, cancelled } = outcomesOf(runs, runId);
  const defaults = settings.erp === 'generic' ? {} : (settings.erpDefaults?.[settings.erp] ?? {});
  const says = ownValues(database, 'plantFrom' in defaults && defaults.plantFrom === 'location');
  const featuresAt = ({ transactionId, number, currency, requestBody }: RowOrder): OrderFeatures =>
    featuresOf(api, readBody(requestBody), { currency, isUpdated: updated.has(number), defaults, says: (value) => says(transactionId, value) });
  const survey = new Survey();
  for (const order of runs.ordersOfRows(runId)) survey.add({ transactionId: order.transactionId, number: order.number }, featuresAt(order));
  const samples = chooseSamples(survey, patternsOf(survey, api, cancelled > 0));
  const look: SandboxPlan['look'] = ({ transactionId, number }) => {
    const order = runs.orderOfRow(runId, transactionId, number);
    return order === undefined ? undefined : { features: featuresAt(order), callsOf: (action) => callsOf(api, order, action, sha256) };
  };
  return { erp: settings.erp, api, samples, calls: callsOfSamples(samples, look), notTried: cancelled > 0 && !isKnown(api, 'cancel') ? [`cancel: ${plural(cancelled, 'report')} withdrawn after approval, and no call of the ERP that cancels a PO is sourced`] : [], look };
}

/** Tells whether a report, as it was last seen, says its legal entity, or the location of every line where that counts. */
function ownValues(database: Database, locationCounts: boolean): (transactionId: string, value: OwnValue) => boolean {
  const reader = new RecordReader(database);
  const anyEntity = reader.namesEntities();
  return (transactionId, value) => {
    if (value === 'entity' ? !anyEntity : !locationCounts) return false;
    const snapshot = reader.eventsOf(transactionId).at(-1)?.snapshot;
    if (snapshot === undefined) return false;
    if (value === 'entity') return snapshot.entity.trim() !== '';
    return snapshot.lines.every(({ personal, location }) => personal || (location || snapshot.employee.location).trim() !== '');
  };
}

/** The settings that a run was made with; undefined where an older version stored what are no settings any more. */
async function settingsOf({ database }: Pick<Workplace, 'database'>, runId: string): Promise<Settings | undefined> {
  const run = (await listRuns(database)).find(({ id }) => id === runId);
  if (run === undefined) throw new Error(`there is no run ${runId}`);
  return settingsSchema.safeParse(JSON.parse(run.settings)).data;
}

/** Numbers of would-be POs that a later approval changed, and how many reports were withdrawn after approval. */
function outcomesOf(runs: RunReader, runId: string): { updated: ReadonlySet<string>; cancelled: number } {
  const updated = new Set<string>();
  let cancelled = 0;
  for (const { dryRun: { outcome, poNumber } } of runs.rows(runId)) {
    if (outcome === 'updated' && poNumber !== null) updated.add(poNumber);
    else if (outcome === 'cancelled') cancelled++;
  }
  return { updated, cancelled };
}

/** Whatever is updated or cancelled has to be created first; each call once. */
function callsOfSamples(samples: readonly Sample[], look: SandboxPlan['look']): SandboxCall[] {
  const calls = new Map<string, SandboxCall>();
  const add = (key: OrderKey, action: CallAction): void => {
    for (const call of look(key)?.callsOf(action) ?? []) calls.set(call.id, call);
  };
  for (const { key } of samples) add(key, 'create');
  for (const action of ['update', 'cancel'] as const) for (const { pattern, key } of samples) if (pattern.action === action) add(key, action);
  return [...calls.values()];
}
