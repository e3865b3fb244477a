import type { Border, Fill, Style } from 'exceljs';
import { AGREEING, type VarianceRow, isOpen } from '../../domain/variance.ts';
import type { Content } from './content.ts';

/**
 * How a cell looks. What is open is bold on red, what waits italic on yellow, what agrees plain on green: weight and slant
 * say the same in black and white.
 */
const LOOKS = {
  plain: {},
  title: { size: 16, bold: true },
  subtitle: { colour: 'FF5F6B76' },
  section: { size: 12, bold: true, colour: 'FF24476B' },
  label: { bold: true },
  header: { bold: true, colour: 'FFFFFFFF', fill: 'FF24476B', lined: true },
  inputHeader: { bold: true, colour: 'FF1F2933', fill: 'FFF2C94C', lined: true },
  cell: { lined: true },
  input: { fill: 'FFFFF8E1', lined: true, unlocked: true },
  open: { bold: true, colour: 'FF7A1F16', fill: 'FFF8D7D3', lined: true },
  waiting: { italic: true, colour: 'FF6B4E00', fill: 'FFFFF1C9', lined: true },
  agree: { colour: 'FF1E5631', fill: 'FFDDF0E2', lined: true },
  go: { size: 20, bold: true, colour: 'FFFFFFFF', fill: 'FF1E5631' },
  noGo: { size: 20, bold: true, colour: 'FFFFFFFF', fill: 'FF8C2318' },
  small: { size: 8, colour: 'FF5F6B76' },
  smallCell: { size: 8.5, lined: true },
  smallBold: { size: 8.5, bold: true, lined: true },
  signature: { lined: true },
} as const satisfies Record<string, { size?: number; bold?: boolean; italic?: boolean; colour?: string; fill?: string; lined?: boolean; unlocked?: boolean }>;
export type Look = keyof typeof LOOKS;

const LINE: Partial<Border> = { style: 'thin', color: { argb: 'FFC9D1D8' } };
/** By look, alignment and wrapping, and by format: asked for every cell of some million. */
const made = new Map<Look, Map<string, Partial<Style>>[]>();

/** The style of a cell: one object for all cells alike, which exceljs then writes once. */
export function styleOf(look: Look, { format, align }: Pick<Content, 'format' | 'align'>, wrap: boolean): Partial<Style> {
  let ofLook = made.get(look);
  if (ofLook === undefined) made.set(look, (ofLook = [new Map(), new Map(), new Map(), new Map()]));
  const byFormat = ofLook[(align === 'right' ? 1 : 0) + (wrap ? 2 : 0)] as Map<string, Partial<Style>>;
  let style = byFormat.get(format);
  if (style === undefined) byFormat.set(format, (style = makeStyle(look, format, align, wrap)));
  return style;
}

function makeStyle(look: Look, format: string, align: 'left' | 'right', wrap: boolean): Partial<Style> {
  const { size = 10, bold = false, italic = false, colour = 'FF1F2933', fill, lined = false, unlocked = false }: { size?: number; bold?: boolean; italic?: boolean; colour?: string; fill?: string; lined?: boolean; unlocked?: boolean } = LOOKS[look];
  const isHeader = look === 'header' || look === 'inputHeader';
  return {
    numFmt: format,
    font: { name: 'Calibri', family: 2, size, bold, italic, color: { argb: colour } },
    alignment: { horizontal: align, ...(lined ? { indent: 1 } : {}), vertical: isHeader || look === 'go' || look === 'noGo' ? 'middle' : 'top', wrapText: wrap || isHeader },
    ...(fill === undefined ? {} : { fill: { type: 'pattern', pattern: 'solid', fgColor: { argb: fill } } satisfies Fill }),
    ...(lined ? { border: { top: LINE, bottom: LINE, left: LINE, right: LINE } } : {}),
    ...(unlocked ? { protection: { locked: false } } : {}),
  };
}

/** How the status of a row looks. */
export function statusLook(row: Pick<VarianceRow, 'status' | 'resolution'>): Look {
  return isOpen(row) ? 'open' : AGREEING.includes(row.status) ? 'agree' : 'waiting';
}
