import type { SandboxCall } from '../domain/sandbox.ts';
import { waitsForNumber } from './calls.ts';
import { isForTools } from './postman.ts';

/**
 * The calls as a .http file, as editors send them. A body is the file itself (`<`); where the number of its PO has to be filled in, the file with
 * variables (`<@`).
 */
export function httpFile(calls: readonly SandboxCall[], variables: readonly string[]): string {
  const numbers = [...new Set(calls.filter(isForTools).flatMap(({ path, body }) => [...`${path} ${body ?? ''}`.matchAll(/\{\{(po_\w+)\}\}/g)].map(([, name]) => name as string)))];
  const head = ['# Fill these in; the numbers of POs come from the answers.', ...['baseUrl', 'token', ...variables, ...numbers].map((name) => `@${name} =`)];
  return `${[...head, ...calls.filter(isForTools).map(requestOf)].join('\n')}\n`;
}

function requestOf({ name, method, path, body, headers }: SandboxCall): string {
  const lines = ['', `### ${name}`, `${method} {{baseUrl}}${path}`, 'Authorization: Bearer {{token}}', ...Object.entries({ ...(body === null ? {} : { 'Content-Type': 'application/json' }), ...headers }).map(([key, value]) => `${key}: ${value}`)];
  return [...lines, ...(body === null ? [] : ['', `<${waitsForNumber(body) ? '@' : ''} ./bodies/${name}.json`])].join('\n');
}
