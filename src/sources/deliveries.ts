import { extname } from 'node:path';
import { CannotRun } from '../domain/trouble.ts';
import { JsonProblem, lineProblem, parseJsonLine } from '../intake/json-text.ts';
import { forEachLine } from '../intake/lines.ts';
import { excerpt } from '../intake/row-problem.ts';
import type { ApprovalsSink, InputFile, ReadingOptions } from '../intake/sink.ts';
import type { Source } from './source.ts';

const ENDING = '.deliveries';

/** Whether a file is a page of deliveries of the inbox, by its ending (docs/capture.md). */
export const isPageOfDeliveries = (name: string): boolean => extname(name).toLowerCase() === ENDING;

/** Reads a page of deliveries: a line each, with the body as it came. Throws CannotRun for a source that delivers nothing. */
export function readDeliveries(source: Source, file: InputFile, options: ReadingOptions, sink: ApprovalsSink): void {
  const { deliver } = source;
  if (deliver === undefined) throw new CannotRun(`${source.name} delivers nothing: its exports are files`, { where: file.shown, remedy: 'Read the page as the source that sent it.' });
  forEachLine(
    file.path,
    ({ number, text, problem }) => {
      if (problem === null && text.trim() === '') return;
      const refuse = (reason: string, field = ''): void => sink.refuse({ line: number, rows: 1, field, value: excerpt(text), reason });
      if (problem !== null) return refuse(problem);
      const body = bodyOf(text);
      if (typeof body !== 'string') return refuse(body.reason, body.field);
      deliver({ line: number, text: body }, options, sink);
    },
    (count) => sink.bytes(count),
  );
}

function bodyOf(text: string): string | { field: string; reason: string } {
  try {
    const line = parseJsonLine(text);
    const { body } = (typeof line === 'object' && line !== null ? line : {}) as { body?: unknown };
    return typeof body === 'string' ? body : { field: 'body', reason: 'the delivery is no text' };
  } catch (error) {
    if (!(error instanceof JsonProblem)) throw error;
    return lineProblem(error);
  }
}
