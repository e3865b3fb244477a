import { describe, expect, test } from 'vitest';
import { bareName } from '../../src/domain/company-name.ts';

describe('a company’s bare name', () => {
  test.each([
    ['Acme Janitorial Supply Co', 'acme janitorial supply'],
    ['ACME  Janitorial Supply Co.', 'acme janitorial supply'],
    ['Acme, Inc.', 'acme'],
    ['Acme GmbH & Co KG', 'acme'],
    ['As Good As New', 'as good as new'],
    ['Co', 'co'],
    ['Café Déjà-Vu SARL', 'café déjà vu'],
    ['Ａcme Ｌtd', 'acme'],
    ['—', ''],
  ])('%s', (name, bare) => {
    expect(bareName(name)).toBe(bare);
  });
});
