import { type Socket, connect } from 'node:net';

/** What came of sending at a rate; milliseconds. */
export interface Answers {
  /** From when a delivery was due to its answer: one that had to wait, for the sender too, counts from when it should have gone out. */
  latencies: number[];
  /** From when a delivery was due until the sender had it ready; what the sender itself adds. */
  lateness: number[];
  codes: Map<number, number>;
  /** Ids of deliveries that were answered with 200. */
  acknowledged: string[];
  failed: number;
}

/** A delivery as it goes out. */
export interface Outgoing {
  id: string;
  bytes: Buffer;
}

const TICK_MS = 1;
const HEAD_END = '\r\n\r\n';

interface Due {
  id: string;
  bytes: Buffer;
  at: number;
}

/**
 * Sends deliveries at a rate that does not wait for answers, over so many connections; resolves when all were answered. Requests are written by hand, since the
 * sender of a library takes as much of two cores as what is measured.
 */
export async function sendSteadily(port: number, perSecond: number, seconds: number, connections: number, make: () => Outgoing): Promise<Answers> {
  const answers: Answers = { latencies: [], lateness: [], codes: new Map(), acknowledged: [], failed: 0 };
  const total = perSecond * seconds;
  const queue: Due[] = [];
  let head = 0;
  let settled = 0;
  let finish = (): void => {};
  const finished = new Promise<void>((resolve) => (finish = resolve));
  const settle = (): void => {
    if (++settled === total) finish();
  };
  const lanes: Lane[] = [];
  const next = (lane: Lane): void => {
    const due = queue[head];
    if (due === undefined) return;
    head++;
    lane.send(due);
  };
  const lane = (): Lane => new Lane(port, (due, code) => {
    answers.latencies.push(performance.now() - due.at);
    if (code === null) answers.failed++;
    else answers.codes.set(code, (answers.codes.get(code) ?? 0) + 1);
    if (code === 200) answers.acknowledged.push(due.id);
    settle();
  }, next);
  for (let index = 0; index < connections; index++) lanes.push(lane());
  await Promise.all(lanes.map(({ connected }) => connected));
  const started = performance.now();
  for (let launched = 0; launched < total; ) {
    const passed = performance.now() - started;
    for (const due = Math.min(total, Math.floor((passed / 1_000) * perSecond)); launched < due; launched++) {
      const at = started + (launched / perSecond) * 1_000;
      const { id, bytes } = make();
      answers.lateness.push(performance.now() - at);
      queue.push({ id, bytes, at });
      const idle = lanes.find(({ isIdle }) => isIdle);
      if (idle !== undefined) next(idle);
    }
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
  }
  await finished;
  for (const each of lanes) each.end();
  return answers;
}

/** A connection that has one request on its way at most; it connects again where it was cut. */
class Lane {
  readonly #port: number;
  readonly #answered: (due: Due, code: number | null) => void;
  readonly #free: (lane: Lane) => void;
  #socket: Socket;
  #due: Due | null = null;
  #text = '';
  #ended = false;
  readonly connected: Promise<void>;

  constructor(port: number, answered: (due: Due, code: number | null) => void, free: (lane: Lane) => void) {
    this.#port = port;
    this.#answered = answered;
    this.#free = free;
    this.#socket = this.#connect();
    this.connected = new Promise((resolve) => this.#socket.once('connect', () => resolve()));
  }

  get isIdle(): boolean {
    return this.#due === null;
  }

  send(due: Due): void {
    this.#due = due;
    this.#socket.write(due.bytes);
  }

  end(): void {
    this.#ended = true;
    this.#socket.destroy();
  }

  #connect(): Socket {
    const socket = connect({ port: this.#port, host: '127.0.0.1', noDelay: true });
    socket.setEncoding('latin1').on('data', (text: string) => this.#take(text));
    socket.on('error', () => {});
    socket.on('close', () => {
      if (this.#ended) return;
      this.#socket = this.#connect();
      this.#settle(null);
    });
    return socket;
  }

  #take(text: string): void {
    this.#text += text;
    const end = this.#text.indexOf(HEAD_END);
    if (end < 0) return;
    const length = Number(/\r\ncontent-length: *(\d+)/i.exec(this.#text.slice(0, end))?.[1] ?? 0);
    if (this.#text.length >= end + HEAD_END.length + length) this.#settle(Number(this.#text.slice(9, 12)));
  }

  #settle(code: number | null): void {
    const due = this.#due;
    this.#due = null;
    this.#text = '';
    if (due !== null) this.#answered(due, code);
    this.#free(this);
  }
}
