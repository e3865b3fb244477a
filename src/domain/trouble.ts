/**
 * The user's command, settings or files make it impossible to go on. Caught in one place (`cli/main.ts`), printed as
 * where, what and what to do, exit code 2. Never thrown for a row that can't be read (that is quarantine).
 */
export class CannotRun extends Error {
  override readonly name = 'CannotRun';
  readonly where: string | undefined;
  readonly remedy: string | undefined;

  constructor(what: string, options: { where?: string | undefined; remedy?: string | undefined; cause?: unknown } = {}) {
    super(what, options.cause === undefined ? undefined : { cause: options.cause });
    this.where = options.where;
    this.remedy = options.remedy;
  }
}
