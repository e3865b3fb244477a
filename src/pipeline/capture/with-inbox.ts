import { join } from 'node:path';
import { INBOX_FILE } from '../../project/project.ts';
import { Inbox } from '../../store/inbox/inbox.ts';
import type { Workplace } from '../workplace.ts';

/** Works with the inbox of a project where it has one; else returns what `without` is. */
export async function withInbox<T>({ project }: Pick<Workplace, 'project'>, without: T, work: (inbox: Inbox) => Promise<T>): Promise<T> {
  const inbox = await Inbox.openExisting(join(project.folder, INBOX_FILE));
  if (inbox === undefined) return without;
  try {
    return await work(inbox);
  } finally {
    inbox.close();
  }
}
