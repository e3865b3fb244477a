import { join } from 'node:path';
import { formatInstant } from '../../domain/calendar.ts';
import type { SyncSwitch } from '../../domain/delivery.ts';
import { plural } from '../../domain/plural.ts';
import { visible, visibleJson } from '../../domain/text.ts';
import { withPages } from '../../pipeline/capture/collect.ts';
import { assertKnownInbox } from '../../pipeline/capture/known-inbox.ts';
import { SYNC_LOG_FILE, type WrittenLog, writeManualExportLog } from '../../pipeline/capture/manual-export-log.ts';
import { noteSwitches } from '../../pipeline/capture/note-switches.ts';
import { statedReason } from '../../pipeline/decisions/deciding.ts';
import { importFiles } from '../../pipeline/work-beside.ts';
import type { Workplace } from '../../pipeline/workplace.ts';
import { INBOX_FILE } from '../../project/project.ts';
import { Inbox } from '../../store/inbox/inbox.ts';
import { type ActingOptions, acting, osActor } from '../acting.ts';
import { inProject } from '../context.ts';
import { importText } from '../import-text.ts';
import { tell, writeOut } from '../output.ts';

export interface SyncOptions extends ActingOptions {
  action: 'off' | 'on' | 'status';
  reason?: string | undefined;
  format: string;
}

/** `po-shadow sync off|on|status`: the switch between the record and the manual export log. */
export async function run(options: SyncOptions): Promise<number> {
  return inProject(options, async (workplace) => {
    await assertKnownInbox(workplace);
    const inbox = await Inbox.open(join(workplace.project.folder, INBOX_FILE));
    try {
      const switched = options.action === 'status' ? undefined : switchTo(workplace, inbox, options, options.action);
      await noteSwitches(workplace, inbox);
      // What came before a delivery of the log must be known when the log says what to do about it.
      const imported = await withPages(workplace, (pages) => importFiles(workplace, pages, { asOf: undefined, strict: false }));
      for (const line of importText(imported)) tell(line);
      const log = await writeManualExportLog(workplace, inbox);
      show(inbox, log, options, switched);
    } finally {
      inbox.close();
    }
    return 0;
  });
}

function switchTo(workplace: Workplace, inbox: Inbox, options: SyncOptions, state: 'off' | 'on'): SyncSwitch | undefined {
  const { person, at, clock } = acting(options, workplace.settings, null);
  const { osUser, osHost } = osActor(person.id);
  return inbox.switches.switchTo(state, { at, clock: clock === 'given' ? 'given' : 'machine', person: person.id, osUser, osHost, reason: statedReason(options.reason) });
}

function show(inbox: Inbox, log: WrittenLog, { action, format }: SyncOptions, switched: SyncSwitch | undefined): void {
  const last = inbox.switches.all().at(-1);
  const counts = inbox.counts();
  if (format === 'json') {
    writeOut(`${visibleJson({
      state: inbox.switches.state(), since: last === undefined ? null : formatInstant(last.at), by: last?.person ?? null, reason: last?.reason ?? null,
      deliveries: { record: counts.record, manualExport: counts.manualExport }, waiting: log.waiting, log: log.written === 0 ? null : SYNC_LOG_FILE,
    }, 2)}\n`);
    return;
  }
  if (action !== 'status' && switched === undefined) tell(`It is ${action} already; nothing was switched.`);
  writeOut(visible(`The sync is ${inbox.switches.state()}${last === undefined ? '' : ` since ${formatInstant(last.at)}, by ${last.person}: ${last.reason}`}.`));
  writeOut(`\n${plural(counts.record, 'delivery', 'deliveries')} for the record, ${counts.manualExport} for the manual export log${log.written === 0 ? '' : ` (${SYNC_LOG_FILE})`}.\n`);
  if (log.waiting > 0) tell(`${plural(log.waiting, 'delivery', 'deliveries')} of the log can't be coded before master data and mapping sheets are imported: po-shadow run.`);
}
