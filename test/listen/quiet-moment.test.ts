import { describe, expect, it } from 'vitest';
import { QuietMoment, type Timers } from '../../src/listen/quiet-moment.ts';

/** Timers that run when a test says so. */
class Clock implements Timers {
  #now = 0;
  #waiting: { at: number; then: () => void }[] = [];
  after(milliseconds: number, then: () => void): () => void {
    const waiting = { at: this.#now + milliseconds, then };
    this.#waiting.push(waiting);
    return () => (this.#waiting = this.#waiting.filter((each) => each !== waiting));
  }
  elapsed(): number {
    return this.#now;
  }
  async pass(milliseconds: number): Promise<void> {
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
    for (const end = this.#now + milliseconds; this.#now < end; this.#now++) {
      const due = this.#waiting.filter(({ at }) => at <= this.#now + 1);
      this.#waiting = this.#waiting.filter((each) => !due.includes(each));
      for (const { then } of due) then();
      if (due.length > 0) for (let turn = 0; turn < 5; turn++) await Promise.resolve();
    }
  }
}

function quietMoment(act: () => Promise<boolean> = async () => true) {
  const clock = new Clock();
  const done: number[] = [];
  const quiet = new QuietMoment(100, () => {
    done.push(clock.elapsed());
    return act();
  }, clock);
  return { clock, done, quiet };
}

describe('a replay while deliveries arrive', () => {
  it('comes once after a burst, when nothing arrived for a while', async () => {
    const { clock, done, quiet } = quietMoment();
    for (const _ of [1, 2, 3]) {
      quiet.note();
      await clock.pass(50);
    }
    expect(done).toEqual([]);
    await clock.pass(1_000);
    expect(done).toHaveLength(1);
  });

  it('comes after ten such whiles at the latest, though the stream never pauses', async () => {
    const { clock, done, quiet } = quietMoment();
    for (let at = 0; at < 2_500; at += 50) {
      quiet.note();
      await clock.pass(50);
    }
    expect(done).toEqual([1_000, 2_050]);
  });

  it('is never two at a time: what arrives meanwhile has another one, after three times as long as it took', async () => {
    const ends: (() => void)[] = [];
    const { clock, done, quiet } = quietMoment(() => new Promise((resolve) => ends.push(() => resolve(true))));
    quiet.note();
    await clock.pass(200);
    quiet.note();
    await clock.pass(500);
    expect(done).toHaveLength(1);
    ends[0]?.();
    await clock.pass(1_700);
    expect(done).toHaveLength(1);
    await clock.pass(200);
    expect(done).toHaveLength(2);
  });

  it('that failed is tried again after a minute, though nothing arrives', async () => {
    let fails = true;
    const { clock, done, quiet } = quietMoment(async () => !fails);
    quiet.note();
    await clock.pass(200);
    fails = false;
    await clock.pass(60_100);
    await clock.pass(120_000);
    expect(done).toHaveLength(2);
  });

  it('is waited for at the end, and none comes after it', async () => {
    const { clock, done, quiet } = quietMoment();
    quiet.note();
    await quiet.close();
    quiet.note();
    await clock.pass(1_000);
    expect(done).toEqual([]);
  });
});
