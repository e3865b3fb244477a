import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../src/pipeline/sha256.ts';
import { type AnswersRead, readAnswersFile } from '../../src/pipeline/sandbox/keep-sandbox.ts';
import { makeFolder } from '../project-folder.ts';

const HASH = 'a'.repeat(64);

const TAKEN_IN = Date.parse('2026-06-18T09:00:00Z');

async function read(name: string, content: string): Promise<AnswersRead> {
  const path = join(makeFolder(), name);
  writeFileSync(path, content);
  return readAnswersFile({ path, name, shown: name }, TAKEN_IN);
}

const newman = (execution: unknown): string => JSON.stringify({ collection: {}, run: { timings: { started: 1, completed: Date.parse('2026-06-18T08:00:00Z') }, executions: [execution] } });

describe('a file of answers', () => {
  const expected = { sha256: HASH, name: 'create-1', status: 400, outcome: 'refused', says: [{ code: 'X', text: 'no "such" thing' }], at: Date.parse('2026-06-18T08:00:00Z'), sandbox: 'TST' };
  const answer = { error: { code: 'X', message: 'no "such" thing' } };
  const row = { sha256: HASH.toUpperCase(), file: 'bodies/create-1.json', status: 400, answer, at: '2026-06-18T08:00:00Z', sandbox: 'TST' };
  it.each([
    ['a.jsonl', `\n${JSON.stringify(row)}\n`, 2],
    ['a.json', JSON.stringify([row], null, 2), 1],
    ['a.json', JSON.stringify([{ ...row, status: '400', answer: JSON.stringify(answer) }]), 1],
    ['a.csv', `SHA256,File,Status,Answer,At,Sandbox\n${HASH},create-1.json,400,"${JSON.stringify(answer).replaceAll('"', '""')}",2026-06-18T08:00:00Z,TST\n`, 2],
    ['a.tsv', `status\tfile\tsha256\tsandbox\tat\tanswer\n400\tcreate-1\t${HASH}\tTST\t2026-06-18T08:00:00Z\t"${JSON.stringify(answer).replaceAll('"', '""')}"\n`, 2],
  ])('%s is read by the ending of its name', async (name, content, line) => {
    const found = await read(name, content);
    expect(found.unread).toEqual([]);
    expect(found.answers).toMatchObject([{ line, answer: expected }]);
  });

  it('may be the run report of Newman, whose bodies are hashed as they were sent', async () => {
    const response = { code: 201, stream: { type: 'Buffer', data: [...Buffer.from('{"id":"é"}')] } };
    const body = '{"amount":1245.50}';
    expect((await read('run.json', newman({ item: { name: 'create-x-0123456789ab' }, request: { body: { mode: 'raw', raw: body } }, response }))).answers)
      .toMatchObject([{ line: 1, answer: { sha256: sha256(body), sent: body, name: 'create-x-0123456789ab', status: 201, outcome: 'accepted', at: Date.parse('2026-06-18T08:00:00Z') } }]);
    const failed = await read('run.json', newman({ item: { name: 'n' }, request: { body: { mode: 'raw', raw: body } }, requestError: { code: 'ECONNREFUSED' } }));
    expect(failed).toMatchObject({ answers: [], unread: [{ line: 1, field: 'response', value: 'ECONNREFUSED', reason: 'the call got no answer' }] });
    const refused = await read('run.json', newman({ item: { name: 'n' }, request: { method: 'DELETE' }, response: { code: 404, body: '{"error":{"code":"Internal_RecordNotFound","message":"gone"}}' } }));
    expect(refused.answers).toMatchObject([{ answer: { sha256: '', sent: null, outcome: 'refused', says: [{ code: 'Internal_RecordNotFound', text: 'gone' }] } }]);
  });

  it.each<[string, string, { field: string; reason: RegExp }]>([
    ['no status', `{"sha256":"${HASH}"}`, { field: 'status', reason: /no HTTP status/ }],
    ['a status that is none', `{"sha256":"${HASH}","status":"created"}`, { field: 'status', reason: /no HTTP status/ }],
    ['a status with decimals', `{"sha256":"${HASH}","status":201.5}`, { field: 'status', reason: /no HTTP status/ }],
    ['neither hash nor file', '{"status":201}', { field: 'sha256', reason: /neither sha256 nor file/ }],
    ['half a hash', '{"sha256":"abc","status":201}', { field: 'sha256', reason: /64 hexadecimal digits/ }],
    ['an instant without offset', `{"sha256":"${HASH}","status":201,"at":"2026-06-18T08:00:00"}`, { field: 'at', reason: /without an offset/ }],
    ['an instant that had not come', `{"sha256":"${HASH}","status":201,"at":"2026-06-18T09:00:01Z"}`, { field: 'at', reason: /lies after 2026-06-18T09:00:00Z, when it was imported/ }],
    ['a file that is no text', `{"file":7,"status":201}`, { field: 'file', reason: /no text/ }],
    ['a list', '[1]', { field: '', reason: /no object/ }],
    ['half a line', '{"sha256":', { field: 'sha256', reason: /not valid JSON/ }],
    ['a key given twice', `{"sha256":"${HASH}","status":400,"status":201}`, { field: 'status', reason: /duplicate key/ }],
  ])('%s is told with line, field and reason, and the rest goes on', async (_, bad, { field, reason }) => {
    const { answers, unread } = await read('a.jsonl', `${bad}\n{"sha256":"${HASH}","status":201}\n`);
    expect(unread).toMatchObject([{ line: 1, field, reason: expect.stringMatching(reason) }]);
    expect(answers).toMatchObject([{ line: 2, answer: { outcome: 'accepted', at: null } }]);
  });

  it('may be answered within the second in which it is imported', async () => {
    expect((await read('a.jsonl', `{"sha256":"${HASH}","status":201,"at":"2026-06-18T09:00:00.999Z"}\n`)).unread).toEqual([]);
  });

  it('may not be a run of Newman that ended later', async () => {
    const later = newman({ item: { name: 'n' }, request: {}, response: { code: 201 } }).replace(String(Date.parse('2026-06-18T08:00:00Z')), String(Date.parse('2099-01-01T00:00:00Z')));
    expect(await read('run.json', later)).toMatchObject({ answers: [], unread: [{ line: 1, field: 'at', value: '2099-01-01T00:00:00.000Z', reason: expect.stringContaining('when it was imported') }] });
  });

  it('that is huge, deep or full of control characters ends nowhere else', async () => {
    const huge = await read('a.jsonl', `{"sha256":"${HASH}","status":400,"answer":"${'x'.repeat(5_000_000)}"}\n`);
    expect(huge.answers[0]?.answer.says[0]?.text.length).toBeLessThanOrEqual(2_001);
    const longLine = await read('a.jsonl', `{"sha256":"${HASH}","status":400,"answer":"${'x'.repeat(9_000_000)}"}\n`);
    expect(longLine.unread).toMatchObject([{ line: 1, reason: expect.stringContaining('longer than') }]);
    const deep = await read('a.jsonl', `{"sha256":"${HASH}","status":201,"answer":${'['.repeat(50_000)}${']'.repeat(50_000)}}\n`);
    expect(deep.unread).toMatchObject([{ reason: expect.stringContaining('nested too deeply') }]);
    const deepText = await read('a.jsonl', `{"sha256":"${HASH}","status":201,"answer":"${'['.repeat(50_000)}"}\n`);
    expect(deepText.answers).toMatchObject([{ answer: { outcome: 'accepted', says: [] } }]);
    const control = await read('a.jsonl', `{"sha256":"${HASH}","status":400,"answer":"\\u001b[2J=cmd|' /C calc'!A0"}\n`);
    expect(control.answers[0]?.answer.says).toEqual([{ code: '', text: '\u001b[2J=cmd|\' /C calc\'!A0' }]);
  });

  it('is no acceptance where an error can be seen in what can\'t be read', async () => {
    for (const answer of ['{"error":{"code":"X","mess', '{"o:errorDetails":[{', '<?xml version="1.0"?><error><code>X</code></error>', '<soap:Fault><faultstring>no</faultstring></soap:Fault>', "{'errors': [", '<!DOCTYPE html><title>Sign in</title>', '<html><body>Error 500</body></html>']) {
      expect((await read('a.jsonl', `${JSON.stringify({ sha256: HASH, status: 200, answer })}\n`)).answers, answer).toMatchObject([{ answer: { outcome: 'not_judged', says: [{ code: '', text: answer }] } }]);
    }
  });

  it('is no acceptance either where the body shows an error in another shape than its ERP\'s: refused where it can be read, else not judged', async () => {
    const outcomes = async (answer: unknown): Promise<unknown> => (await read('a.jsonl', `${JSON.stringify({ sha256: HASH, status: 200, answer })}\n`)).answers[0]?.answer;
    for (const answer of [[{ error: { code: 'X', message: 'no' } }], { errors: [{ code: 'X', message: 'no' }] }, { d: { error: { code: 'X', message: { value: 'no' } } } }, { 'o:errorDetails': { 'o:errorCode': 'X', detail: 'no' } }]) {
      expect(await outcomes(answer), JSON.stringify(answer)).toMatchObject({ outcome: 'refused', says: [{ code: 'X', text: 'no' }] });
    }
    for (const answer of [{ title: 'Bad Request', status: 400, 'o:errorDetails': [{}] }, { title: 'Bad Request', status: 400 }, { 'o:errorDetails': 'x' }]) {
      expect(await outcomes(answer), JSON.stringify(answer)).toMatchObject({ outcome: 'not_judged', says: [{ code: '', text: JSON.stringify(answer) }] });
    }
    expect(await outcomes({ d: { PurchaseOrder: '4500000001', status: 'Draft', errors: [] } })).toMatchObject({ outcome: 'accepted', says: [] });
  });

  it.each([['a.json', '{"some":"thing"}', 'neither a list'], ['a.json', '{', 'not valid JSON'], ['a.jsonl', '\n', 'the file is empty'], ['a.csv', 'sha256,file\nx,y\n', 'the header lacks status'], ['a.pdf', 'x', 'no reader for files']])('%s with %j can\'t be read at all', async (name, content, message) => {
    await expect(read(name, content)).rejects.toThrow(message);
  });
});
