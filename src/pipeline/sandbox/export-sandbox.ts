import { formatInstant } from '../../domain/calendar.ts';
import { visibleJson } from '../../domain/text.ts';
import { type ManifestCall, type Manifest, fileOf } from '../../sandbox/manifest.ts';
import { httpFile } from '../../sandbox/http-file.ts';
import { isForTools, postmanCollection } from '../../sandbox/postman.ts';
import { readme } from '../../sandbox/readme.ts';
import { AuditTrail } from '../../store/audit-trail.ts';
import { type StoredRun, RunReader } from '../../store/run-store.ts';
import { SandboxStore } from '../../store/sandbox-store.ts';
import type { Workplace } from '../workplace.ts';
import { exportEntry } from './keep-sandbox.ts';
import { type SandboxPlan, planSandbox } from './plan-sandbox.ts';

/** What an export is made of: the files by their paths in the folder, and what they say. */
export interface SandboxExport {
  run: StoredRun;
  manifest: Manifest;
  files: ReadonlyMap<string, string>;
  plan: SandboxPlan;
}

/** Makes the files of an export of the newest run; `reason` says why there is nothing to export. Writes nothing. */
export async function makeExport(workplace: Workplace): Promise<SandboxExport | { reason: string }> {
  const run = await new RunReader(workplace.database).latest();
  if (run === undefined) return { reason: 'there is no run yet: po-shadow run makes one' };
  const plan = await planSandbox(workplace, run.id);
  if (plan === undefined) return { reason: `the profile generic of ${run.id} has no API that a sandbox could be asked by: choose the ERP with erp in po-shadow.yaml` };
  if (plan.samples.length === 0) return { reason: `${run.id} has no would-be PO, so there is nothing to try: po-shadow variance says why` };
  const manifest = manifestOf(workplace, run, plan);
  const { calls, api, erp } = plan;
  const files = new Map<string, string>();
  for (const call of calls) if (call.body !== null) files.set(fileOf(call), call.body);
  files.set('postman_collection.json', json(postmanCollection(`po-shadow ${erp} ${run.id}`, calls, api.variables)));
  files.set('requests.http', httpFile(calls, api.variables));
  files.set('README.md', readme(manifest, calls.filter((call) => !isForTools(call)).map(({ name }) => name)));
  // Last, so that a folder that has it is whole.
  files.set('manifest.json', json(manifest));
  return { run, manifest, files, plan };
}

const json = (value: unknown): string => `${visibleJson(value, 2)}\n`;

function manifestOf({ programVersion }: Workplace, run: StoredRun, { erp, samples, calls, notTried, look }: SandboxPlan): Manifest {
  const patterns = samples.map(({ pattern: { name, action }, key }) => ({
    pattern: name, transactionId: key.transactionId, poNumber: key.number, action, calls: (look(key)?.callsOf(action) ?? []).map((call) => call.name),
  }));
  return {
    run: { id: run.id, digest: run.digest, asOf: run.asOf === null ? null : formatInstant(run.asOf) }, erp, programVersion, patterns, notTried,
    calls: calls.map((call): ManifestCall => {
      const { id, name, sha256, transactionId, poNumber, idempotencyKey, action, part, method, path, headers, unsourced } = call;
      return { id, name, sha256, patterns: patterns.filter((each) => each.calls.includes(name)).map(({ pattern }) => pattern), transactionId, poNumber, idempotencyKey, action, part, method, path, headers, file: fileOf(call), unsourced };
    }),
  };
}

/** Records which calls were exported, so that answers find them; once a run. */
export async function recordExport({ database }: Workplace, { run, plan }: SandboxExport): Promise<void> {
  await database.transaction(() => {
    const store = new SandboxStore(database);
    if (store.hasCallsOf(run.id)) return;
    store.addCalls(run.id, plan.calls);
    new AuditTrail(database).append(exportEntry(run, plan.calls));
  });
}
