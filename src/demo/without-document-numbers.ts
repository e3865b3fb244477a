/** A text without its runs of four or more digits, which would count as document numbers that two sides share. */
export function withoutDocumentNumbers(text: string): string {
  const normal = text.normalize('NFKC');
  return /\d{4}/.test(normal) ? normal.replace(/\d{4,}/g, '…') : text;
}
