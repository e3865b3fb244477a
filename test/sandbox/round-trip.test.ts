import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { approvedReport } from '../project-folder.ts';
import { ERPS } from '../erp/erps.ts';
import { FORTNIGHT, acceptAll, answered, exported, replayed, standing, states, triedProject } from './tried-project.ts';

const LATER = '2026-06-18T08:30:00Z';
const only = (state: string, found: Record<string, string>): string[] => Object.entries(found).flatMap(([pattern, each]) => (each === state ? [pattern] : []));

describe.each(ERPS)('a sandbox of %s', (erp) => {
  it('accepts every pattern once it has accepted every call', async () => {
    const project = triedProject(erp);
    await replayed(project);
    expect(new Set(Object.values(states(await standing(project))))).toEqual(new Set(['unanswered']));
    const calls = await exported(project);
    await answered(project, acceptAll(calls));
    const found = await standing(project);
    expect(only('accepted', states(found))).toEqual(found.patterns.map(({ pattern }) => pattern));
    expect(found).toMatchObject({ unknown: [], unread: [], exported: true });
  });

  it('turns exactly the patterns of a PO whose call it refused', async () => {
    const project = triedProject(erp);
    await replayed(project);
    const calls = await exported(project);
    const refused = calls.findLast(({ poNumber, action }) => poNumber === 'DRY-EXP-502.1' && action === 'create');
    await answered(project, acceptAll(calls).map((answer, index) => (calls[index] === refused ? { ...answer, status: 400, answer: { error: { code: 'X/001', message: 'no such thing' } } } : answer)));
    const found = await standing(project);
    const wanting = found.patterns.filter(({ state }) => state !== 'accepted');
    expect(wanting.map(({ pattern }) => pattern)).toEqual(found.patterns.filter(({ calls: own, pattern }) => own.some(({ call }) => call.poNumber === 'DRY-EXP-502.1') && pattern !== 'update').map(({ pattern }) => pattern));
    expect(wanting.map(({ pattern }) => pattern)).toContain('refund_line');
    expect(wanting[0]?.calls.find(({ outcome }) => outcome === 'refused')).toMatchObject({ answer: { says: [{ code: 'X/001', text: 'no such thing' }] }, predicted: '' });
  });
});

describe('an answer', () => {
  const tried = async (): Promise<{ project: ReturnType<typeof triedProject>; calls: Awaited<ReturnType<typeof exported>> }> => {
    const project = triedProject('netsuite');
    await replayed(project);
    const calls = await exported(project);
    return { project, calls };
  };

  it('to a body that was edited before it was sent is told, and counts for nothing', async () => {
    const { project, calls } = await tried();
    const [first] = calls;
    const edited = createHash('sha256').update(`${first?.body} `).digest('hex');
    const { unknown } = await answered(project, [{ sha256: edited, file: `bodies/${first?.name}.json`, status: 201 }]);
    expect(unknown).toMatchObject([{ why: 'no_such_body', answer: { line: 1 } }]);
    expect(states(await standing(project)).single_line).toBe('unanswered');
  });

  it('that names a file without a hash counts, and is told to rest on the name', async () => {
    const { project, calls } = await tried();
    await answered(project, calls.map(({ name }) => ({ file: `C:\\tmp\\${name}.json`, status: 201 })));
    const found = await standing(project);
    expect(only('accepted', states(found))).toHaveLength(found.patterns.length);
    expect(found.patterns.flatMap(({ calls: own }) => own).every(({ tiedBy }) => tiedBy === 'name')).toBe(true);
  });

  it('that names a file alone and accepts it never takes the place of one that proves what was sent, however new it is', async () => {
    const { project, calls } = await tried();
    const [first] = calls;
    await answered(project, acceptAll(calls));
    await answered(project, [{ sha256: first?.sha256, status: 400, at: LATER, answer: { error: { code: 'X', message: 'no' } } }]);
    const { unknown } = await answered(project, [{ file: first?.name, status: 204, at: '2026-06-18T08:59:00Z' }]);
    expect(unknown).toMatchObject([{ why: 'name_after_hash', answer: { line: 1 } }]);
    const found = await standing(project);
    expect(found.refused).toMatchObject([{ outcome: 'refused', tiedBy: 'hash', call: { id: first?.id } }]);
    expect(found.unknown).toMatchObject([{ why: 'name_after_hash' }]);
  });

  it('that refuses a file by its name alone stands against an older acceptance, until a newer one proves what was sent', async () => {
    const { project, calls } = await tried();
    const [first] = calls;
    await answered(project, acceptAll(calls));
    await answered(project, [{ file: first?.name, status: 400, at: LATER, answer: { error: { code: 'X', message: 'no' } } }]);
    const found = await standing(project);
    expect(found.refused).toMatchObject([{ outcome: 'refused', tiedBy: 'name', call: { id: first?.id } }]);
    await answered(project, [{ sha256: first?.sha256, status: 201, at: '2026-06-18T08:59:00Z' }]);
    expect((await standing(project)).refused).toEqual([]);
  });

  it('that proves what was sent takes the place of one that names a file alone, however old it is', async () => {
    const { project, calls } = await tried();
    await answered(project, calls.map(({ name }) => ({ file: name, status: 201, at: LATER })));
    await answered(project, [{ sha256: calls[0]?.sha256, status: 400, answer: { error: { code: 'X', message: 'no' } }, at: '2026-06-18T08:00:00Z' }]);
    const found = await standing(project);
    expect(found.refused).toMatchObject([{ outcome: 'refused', tiedBy: 'hash' }]);
    expect(found.unknown).toMatchObject([{ why: 'name_after_hash' }]);
  });

  it('that is newer replaces an older one, in whatever order they come; both are kept', async () => {
    const { project, calls } = await tried();
    const [first] = calls;
    const refusal = { sha256: first?.sha256, status: 400, at: LATER, answer: { title: 'Bad Request', status: 400, 'o:errorDetails': [{ detail: 'This record already exists', 'o:errorCode': 'DUP_RCRD' }] } };
    await answered(project, [refusal]);
    await answered(project, acceptAll(calls));
    expect((await standing(project)).refused).toMatchObject([{ call: { id: first?.id }, answer: { says: [{ code: 'DUP_RCRD', text: 'This record already exists' }] } }]);
    await answered(project, [{ sha256: first?.sha256, status: 204, at: '2026-06-18T08:31:00Z' }]);
    expect((await standing(project)).refused).toEqual([]);
    await expect(project.work(async ({ database }) => database.sqlite.prepare('SELECT count(*) FROM sandbox_answer').pluck().get())).resolves.toBe(calls.length + 2);
  });

  it('from the future hides no later refusal: it is told, and counts for nothing', async () => {
    const { project, calls } = await tried();
    const [first] = calls;
    const ahead = await answered(project, acceptAll(calls).map((answer) => ({ ...answer, at: '2099-01-01T00:00:00Z' })));
    expect(ahead).toMatchObject({ answers: [], unread: calls.map((_, index) => ({ line: index + 1, field: 'at', value: '2099-01-01T00:00:00Z' })) });
    await answered(project, [{ sha256: first?.sha256, status: 400, at: LATER }]);
    expect((await standing(project)).refused).toMatchObject([{ call: { id: first?.id } }]);
  });

  it('does not count yet for a verdict of an instant before it was taken in', async () => {
    const { project, calls } = await tried();
    await answered(project, acceptAll(calls));
    expect(states(await standing(project, Date.parse('2026-06-18T08:59:59Z'))).single_line).toBe('unanswered');
    expect(states(await standing(project, Date.parse('2026-06-18T09:00:00Z'))).single_line).toBe('accepted');
  });

  it('given by the hash alone is refused where two calls have that body', async () => {
    const twice = (id: string): Record<string, unknown> => ({ id, date: '2026-05-30', merchant: 'Acme Janitorial', category: 'Cleaning', description: 'Pads', amount: '10.00' });
    const lines = { lines: [twice('1'), twice('2')] };
    const project = triedProject('sap-s4', { events: [approvedReport({ eventId: 'a', amount: '20.00', report: lines }), approvedReport({ eventId: 'b', amount: '20.00', revision: 2, occurredAt: '2026-06-03T15:10:00Z', report: { ...lines, name: 'Changed' }, line: {} }),
      approvedReport({ eventId: 'c', id: 'EXP-9042', amount: '25.00', report: { lines: [{ ...twice('1'), amount: '15.00' }, twice('2')] } }), approvedReport({ eventId: 'd', id: 'EXP-9042', amount: '20.00', revision: 2, occurredAt: '2026-06-03T15:10:00Z', report: lines })] });
    await replayed(project);
    const calls = (await exported(project)).filter(({ action }) => action === 'update');
    const [one, two] = calls.filter(({ part }) => part.startsWith('line'));
    expect(one?.sha256).toBe(two?.sha256);
    const { unknown } = await answered(project, [{ sha256: one?.sha256, status: 204 }]);
    expect(unknown).toMatchObject([{ why: 'several_calls' }]);
    await answered(project, acceptAll(calls.filter((call) => call !== two)));
    expect(states(await standing(project)).update).toBe('unanswered');
    await answered(project, [{ ...acceptAll(calls.filter((call) => call === two))[0] }]);
    expect(states(await standing(project)).update).toBe('accepted');
  });

  it('says nothing of the body where it is about the connection, or decides nothing', async () => {
    for (const status of [202, 301, 401, 403, 408, 429, 500, 503]) {
      const { project, calls } = await tried();
      await answered(project, [{ sha256: calls[0]?.sha256, status, answer: 'try again' }]);
      expect(states(await standing(project)).single_line, String(status)).toBe('not_judged');
    }
  });

  it('of 200 with an error in it is no acceptance', async () => {
    const { project, calls } = await tried();
    await answered(project, [{ sha256: calls[0]?.sha256, status: 200, answer: '{"error":{"code":"06/025","message":{"value":"Vendor 9 not created"}}}' }]);
    expect(states(await standing(project)).single_line).toBe('refused');
  });

  it('is held against what the dry run foretold: by its words, or its own code', async () => {
    // A PO of May, whose period is closed: Business Central takes it and refuses the invoice.
    const project = triedProject('dynamics-bc', { settings: { window: { from: '2026-05-25', to: '2026-06-14' } }, events: [approvedReport({ eventId: 'm', id: 'EXP-400', occurredAt: '2026-05-29T15:10:00Z', report: { submittedAt: '2026-05-28T12:00:00Z' } })] });
    await replayed(project);
    const [call] = await exported(project);
    const said = async (message: string, at: string): Promise<string | undefined> => {
      await answered(project, [{ sha256: call?.sha256, status: 400, at, answer: { error: { code: 'Application_DialogException', message } } }]);
      return (await standing(project)).refused[0]?.predicted;
    };
    expect(await said('The Posting Date is not within your range of allowed posting dates.', LATER)).toMatch(/^PERIOD_CLOSED \(blocks_invoice\): "The Posting Date/);
    expect(await said('The buy-from vendor cannot be found.', '2026-06-18T08:40:00Z')).toBe('');
  });

  it('is taken in once: the same file again changes nothing, under whatever name', async () => {
    const { project, calls } = await tried();
    const first = await answered(project, acceptAll(calls), 'one.jsonl');
    const before = await project.work(async ({ database }) => database.sqlite.prepare('SELECT (SELECT count(*) FROM sandbox_answer), (SELECT count(*) FROM audit_entry)').raw().get());
    const again = await answered(project, acceptAll(calls), 'two.jsonl');
    expect(again).toMatchObject({ alreadyKnown: true, entry: first.entry });
    expect(again.answers).toEqual(first.answers);
    expect(await project.work(async ({ database }) => database.sqlite.prepare('SELECT (SELECT count(*) FROM sandbox_answer), (SELECT count(*) FROM audit_entry)').raw().get())).toEqual(before);
  });

  it('without any export belongs to nothing', async () => {
    const project = triedProject('netsuite');
    await replayed(project);
    await expect(answered(project, [{ sha256: 'a'.repeat(64), status: 201 }])).rejects.toThrow('nothing was exported for a sandbox yet');
  });
});

describe('what a sandbox accepted', () => {
  it('holds as long as the newest run would send it to the letter, and no longer', async () => {
    const project = triedProject('dynamics-bc');
    await replayed(project);
    await answered(project, acceptAll(await exported(project)));
    // Another report of kinds that were tried changes nothing.
    project.write('approvals.jsonl', [...FORTNIGHT, approvedReport({ eventId: 'f1', id: 'EXP-506', amount: '11.00', line: { description: 'Pads' } })].map((event) => `${JSON.stringify(event)}\n`).join(''));
    await replayed(project);
    const found = await standing(project);
    expect(only('accepted', states(found))).toHaveLength(found.patterns.length);
    // A mapping row that leads elsewhere changes bodies.
    project.write('mapping/categories.csv', 'category,gl_account\nCleaning,6120\nSupplies,6120\n');
    await replayed(project);
    const changed = states(await standing(project));
    expect(only('accepted', changed)).toEqual(['cancel']);
    expect(changed.single_line).toBe('unanswered');
  });

  it('is not enough where a later report is larger than any that was tried, or of another kind', async () => {
    const project = triedProject('netsuite');
    await replayed(project);
    await answered(project, acceptAll(await exported(project)));
    const lines = Array.from({ length: 5 }, (_, index) => ({ id: String(index), date: '2026-05-30', merchant: 'Acme Janitorial', category: 'Cleaning', description: 'Pads', amount: '2.00' }));
    project.write('approvals.jsonl', [...FORTNIGHT, approvedReport({ eventId: 'f1', id: 'EXP-506', amount: '10.00', report: { lines } }), approvedReport({ eventId: 'g1', id: 'EXP-507', amount: '1.250', currency: 'KWD', line: { vendorId: 'V-1004' } })].map((event) => `${JSON.stringify(event)}\n`).join(''));
    await replayed(project);
    expect(only('unanswered', states(await standing(project)))).toEqual(['many_lines', 'currency KWD']);
  });
});
