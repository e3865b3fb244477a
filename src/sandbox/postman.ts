import type { SandboxCall } from '../domain/sandbox.ts';
import { holdsOtherBraces, waitsForNumber } from './calls.ts';

const SCHEMA = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';

/** Whether a tool that fills in variables can send a call: of a body that has both the number of its PO and other double braces, it would fill in too much. */
export const isForTools = ({ body }: SandboxCall): boolean => body === null || !(holdsOtherBraces(body) && waitsForNumber(body));

/**
 * The calls as a Postman collection of format v2.1, in their order. Address, token and ids are variables; numbers of POs are taken from the answers. A body
 * in which double braces stand is sent from its file, where nothing is filled in.
 */
export function postmanCollection(name: string, calls: readonly SandboxCall[], variables: readonly string[]): unknown {
  return {
    info: { name, schema: SCHEMA },
    auth: { type: 'bearer', bearer: [{ key: 'token', value: '{{token}}', type: 'string' }] },
    variable: ['baseUrl', 'token', ...variables].map((key) => ({ key, value: '' })),
    item: calls.filter(isForTools).map(itemOf),
  };
}

function itemOf({ name, method, path, body, headers, gives }: SandboxCall): unknown {
  const header = Object.entries({ ...(body === null ? {} : { 'Content-Type': 'application/json' }), ...headers }).map(([key, value]) => ({ key, value }));
  return {
    name,
    ...(gives.length === 0 ? {} : { event: [{ listen: 'test', script: { type: 'text/javascript', exec: gives.map(takenFromAnswer) } }] }),
    request: { method, header, url: `{{baseUrl}}${path}`, ...(body === null ? {} : { body: bodyOf(name, body) }) },
  };
}

const bodyOf = (name: string, body: string): unknown => (holdsOtherBraces(body) ? { mode: 'file', file: { src: `bodies/${name}.json` } } : { mode: 'raw', raw: body, options: { raw: { language: 'json' } } });

/** A line of a script that keeps a value of the answer; names of variables and fields are the program's own. */
const takenFromAnswer = ({ variable, at }: SandboxCall['gives'][number]): string =>
  `if (pm.response.code < 300) pm.collectionVariables.set(${JSON.stringify(variable)}, pm.response.json()${at.map((field) => `[${JSON.stringify(field)}]`).join('')});`;
