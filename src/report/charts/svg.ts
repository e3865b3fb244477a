import { shorten, visible } from '../../domain/text.ts';
import { PALETTE } from './palette.ts';

/** The family of the font that comes along (fonts.ts); a picture never asks the machine for one. */
export const FONT_FAMILY = 'Source Sans 3';

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
const escaped = (text: string): string => visible(text).replace(/[&<>"'\uFFFE\uFFFF]/g, (character) => ESCAPES[character] ?? '');

/** Coordinates with one decimal: the same text on every machine. */
const at = (value: number): string => String(Math.round(value * 10) / 10);

export interface TextStyle {
  size?: number;
  bold?: boolean;
  colour?: string;
  anchor?: 'start' | 'middle' | 'end';
}

/** A text at its baseline; longer than `limit` characters it is cut with an ellipsis. */
export function label(x: number, y: number, text: string, style: TextStyle = {}, limit = 120): string {
  const { size = 13, bold = false, colour = PALETTE.text, anchor = 'start' } = style;
  return `<text x="${at(x)}" y="${at(y)}" font-family="${FONT_FAMILY}" font-size="${size}" font-weight="${bold ? 700 : 400}" fill="${colour}" text-anchor="${anchor}">${escaped(shorten(text, limit))}</text>`;
}

export function box(x: number, y: number, width: number, height: number, colour: string): string {
  return `<rect x="${at(x)}" y="${at(y)}" width="${at(Math.max(0, width))}" height="${at(Math.max(0, height))}" fill="${colour}"/>`;
}

export function rule(x1: number, y1: number, x2: number, y2: number, colour: string = PALETTE.line): string {
  return `<line x1="${at(x1)}" y1="${at(y1)}" x2="${at(x2)}" y2="${at(y2)}" stroke="${colour}" stroke-width="1"/>`;
}

/** Names of colours in a line, each beside a swatch of it. */
export function legend(x: number, y: number, entries: readonly { name: string; colour: string }[]): string {
  let left = x;
  return entries.map(({ name, colour }) => {
    const entry = box(left, y - 10, 11, 11, colour) + label(left + 16, y, name, { size: 12, colour: PALETTE.quiet });
    left += 34 + name.length * 6.2;
    return entry;
  }).join('');
}

/** A picture on white paper; sizes in pixels. */
export interface Picture {
  svg: string;
  width: number;
  height: number;
}

export function picture(width: number, height: number, parts: readonly string[]): Picture {
  return { width, height, svg: `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${box(0, 0, width, height, PALETTE.paper)}${parts.join('')}</svg>` };
}
