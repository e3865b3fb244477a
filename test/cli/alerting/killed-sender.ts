import { join } from 'node:path';
import { TEST_ALERT } from '../../../src/alerts/causes/capture.ts';
import { startSending } from '../../../src/cli/alerting/start-sending.ts';
import type { AlertSettings } from '../../../src/domain/alert-settings.ts';
import { AlertsDatabase } from '../../../src/store/alerts/alerts-database.ts';

// A process that has something to tell and tells it: what a command does when it alerts, and nothing else. Its arguments: the folder, the settings, and the key of what it tells.

const [folder = '', settings = '', key = ''] = process.argv.slice(2);
const alerts = JSON.parse(settings) as AlertSettings;
const database = await AlertsDatabase.open(join(folder, 'alerts.db'));
database.inTransaction(() => {
  for (const { name } of key === '' ? [] : alerts.channels) database.book.tell(name, { kind: 'test', alert: { ...TEST_ALERT, key }, alertNumber: 0 }, Date.now());
});
database.close();
process.stdout.write('noted\n');
await startSending({ project: { folder, allowOutside: false }, alerts, company: 'Example Retail', patienceMs: 10_000 });
process.stdout.write('sent\n');
