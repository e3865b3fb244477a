/** What an error says, and where, on one line. */
export function troubleWords(error: unknown): string {
  const { where } = error as { where?: string };
  return `${where === undefined ? '' : `${where}: `}${error instanceof Error ? error.message : String(error)}`.replaceAll(/\s*\n\s*/g, ' ');
}
