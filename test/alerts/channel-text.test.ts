import { describe, expect, it } from 'vitest';
import { cutText, harmless } from '../../src/alerts/channel-text.ts';

describe('a text that is too long for a channel', () => {
  it('stays as it is where it fits', () => {
    expect(cutText('Floor machine pads', 18)).toBe('Floor machine pads');
  });

  it('is cut with the number of characters that were left out', () => {
    expect(cutText('a'.repeat(1_500), 20)).toBe(`${'a'.repeat(6)}… (1,494 more)`);
  });

  it.each(Array.from({ length: 12 }, (_, index) => 20 + index))('has no half of a character in it, cut at %i', (limit) => {
    const cut = cutText('🧾'.repeat(40), limit);
    expect(cut.length).toBeLessThanOrEqual(limit);
    expect(cut).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/);
    const left = Number(/\((\d+) more\)/.exec(cut)?.[1]);
    expect(Array.from(cut.slice(0, cut.indexOf('…'))).length + left).toBe(40);
  });

  it('shows controls and bidi characters, and begins no function of a card', () => {
    expect(harmless('a\u202eb\u0007c\n{{DATE(2026-06-01T00:00:00Z)}}')).toBe('a\\u{202e}b\\u{7}c⏎{ {DATE(2026-06-01T00:00:00Z)}}');
    expect(harmless('{{{DATE(2026-06-01T00:00:00Z)}}}')).toBe('{ { {DATE(2026-06-01T00:00:00Z)}}}');
  });
});
