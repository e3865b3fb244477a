import { plural } from '../domain/plural.ts';
import { visible } from '../domain/text.ts';
import type { Manifest } from './manifest.ts';

/** Text of files as a cell of a Markdown table. */
const cell = (text: string): string => visible(text).replaceAll('|', '\\|').replaceAll('`', "'").replaceAll('<', '&lt;');

/** What a person reads first in the folder of an export. `byHand`: calls that neither form for tools has. */
export function readme({ run, erp, patterns, calls, notTried }: Manifest, byHand: readonly string[]): string {
  return `# Calls for a sandbox

${plural(calls.length, 'call')} for ${plural(new Set(calls.map(({ poNumber }) => poNumber)).size, 'PO')} of the run ${run.id} (digest ${run.digest}), as ${erp} would be sent them. Nothing was sent.

Send them in this order to a sandbox, never to a live system. \`postman_collection.json\` and \`requests.http\` hold them for tools; \`{{baseUrl}}\`, \`{{token}}\` and what else
stands in double braces is yours to fill in. Bodies must go out byte for byte: their SHA-256 is how an answer finds its body.

## Patterns

| pattern | transaction | PO | calls |
|---|---|---|---|
${patterns.map(({ pattern, transactionId, poNumber, calls: names }) => `| ${cell(pattern)} | ${cell(transactionId)} | ${cell(poNumber)} | ${names.length} |`).join('\n')}
${notTried.map((what) => `\nNot tried: ${cell(what)}.\n`).join('')}
## Calls

| call | method and path | SHA-256 | unsourced |
|---|---|---|---|
${calls.map(({ name, method, path, sha256, unsourced }) => `| ${cell(name)} | \`${method} ${cell(path)}\` | ${sha256} | ${cell(unsourced)} |`).join('\n')}
${byHand.length === 0 ? '' : `\nTo be sent by hand, because double braces stand in their texts: ${byHand.map(cell).join(', ')}.\n`}
## Answers

Write one JSON object a line, and read them back with \`po-shadow sandbox import answers.jsonl --by WHO\`:

    {"sha256": "…", "file": "…", "status": 201, "answer": {}, "at": "2026-06-18T09:30:00Z", "sandbox": "TSTDRV"}

\`sha256\` or \`file\` must be there, and \`status\`. A CSV with these columns does as well, and so does the run report of Newman (\`newman run postman_collection.json -r json\`).
`;
}
