import { describe, expect, it } from 'vitest';
import { redirectTarget } from '../../src/rollback/redirect-target.ts';

describe('a redirect', () => {
  it.each([
    ['https://sync.example.com/a', '/b', 'https://sync.example.com/b'],
    ['https://sync.example.com/a', 'https://SYNC.example.com:443/b', 'https://sync.example.com/b'],
    ['http://sync.example.com/a', 'https://sync.example.com/a', 'https://sync.example.com/a'],
    ['http://sync.example.com/a', '//user:password@sync.example.com/b', 'http://sync.example.com/b'],
  ])('from %s to %s is followed, without credentials', (from, location, to) => {
    expect(redirectTarget(new URL(from), location).toString()).toBe(to);
  });

  it.each([
    ['https://sync.example.com/a', 'http://sync.example.com/a', /from https to http/],
    ['https://sync.example.com/a', 'https://example.com/a', /another host/],
    ['https://sync.example.com/a', 'https://sync.example.com.evil.example/a', /another host/],
    ['https://sync.example.com/a', '//evil.example/a', /another host/],
    ['https://sync.example.com/a', 'https://sync.example.com@evil.example/', /another host/],
    ['https://sync.example.com/a', 'https://sync.example.com:8443/a', /another port/],
    ['http://sync.example.com:8080/a', 'https://sync.example.com/a', /another port/],
    ['https://sync.example.com/a', 'javascript:alert(1)', /neither http nor https/],
    ['https://sync.example.com/a', 'https://', /no address/],
  ])('from %s to %s is not', (from, location, why) => {
    expect(redirectTarget(new URL(from), location)).toMatch(why);
  });
});
