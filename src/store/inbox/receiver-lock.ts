import { CannotRun } from '../../domain/trouble.ts';
import { ProcessLock } from '../process-lock.ts';

/** The lock of the one receiver of a project. */
export const ReceiverLock = {
  /** Throws CannotRun where another receiver holds it. */
  take(path: string): ProcessLock {
    const lock = ProcessLock.take(path);
    if (lock === undefined) throw new CannotRun('another po-shadow listens for this project', { where: path, remedy: 'End it first; one receiver takes all endpoints.' });
    return lock;
  },
};
