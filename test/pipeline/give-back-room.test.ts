import { expect, it } from 'vitest';
import { giveBackRoom } from '../../src/pipeline/give-back-room.ts';

const MEGABYTE = 1024 * 1024;

it('the room of a thread that only waits is given back at once, with what its start left behind', () => {
  let left: string[] | undefined = Array.from({ length: 400_000 }, (_, place) => `what the start left behind, part ${place}`);
  const held = left.join('').length;
  const before = process.memoryUsage().heapTotal;
  left = undefined;
  giveBackRoom();
  expect(held).toBeGreaterThan(10 * MEGABYTE);
  expect(before - process.memoryUsage().heapTotal).toBeGreaterThan(20 * MEGABYTE);
});
