import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A Slack and a Teams of our own on this machine. */
export interface FakeChannel {
  /** The address of a webhook; its last step is the secret. */
  url: string;
  /** Bodies in the order in which they arrived, each as JSON. */
  messages: Record<string, unknown>[];
  /** The texts of a message that people see, of either kind. */
  texts(): string[][];
  /** How the next requests are answered; those of Slack that it does not name with 200 and `ok`. */
  answers: ((request: IncomingMessage, response: ServerResponse) => void)[];
  /** How many milliseconds it takes to answer. */
  answerAfter: () => number;
}

export const WEBHOOK_SECRET = 'T0-B0-a-secret-path';

/** Starts one, and ends it with the test. */
export async function startFakeChannel(): Promise<FakeChannel> {
  const messages: Record<string, unknown>[] = [];
  const answers: FakeChannel['answers'] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk)).on('end', () => {
      messages.push(JSON.parse(body) as Record<string, unknown>);
      const answer = answers.shift();
      if (answer === undefined) setTimeout(() => response.end('ok'), channel.answerAfter());
      else answer(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const channel: FakeChannel = { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/services/${WEBHOOK_SECRET}`, messages, answers, texts: () => messages.map(textsOf), answerAfter: () => 0 };
  return channel;
}

interface Block {
  text?: { text: string };
  elements?: { text: string }[];
  inlines?: { text: string }[];
}

/** What people see of a message, text by text. */
export function textsOf(message: Record<string, unknown>): string[] {
  const blocks = (message.blocks ?? (message.attachments as { content: { body: Block[] } }[])[0]?.content.body) as Block[];
  return blocks.flatMap(({ text, elements, inlines }) => (text === undefined ? (elements ?? inlines ?? []) : [text]).map((each) => each.text));
}
