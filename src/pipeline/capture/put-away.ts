import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { type DroppedFile, MARKER } from '../../project/dropped-files.ts';
import { hashFile } from '../../store/evidence.ts';

/** A dropped file with the hash of what was read. */
export interface HashedFile extends DroppedFile {
  sha256: string;
}

const hash = z.string().regex(/^[0-9a-f]{64}$/);
/** Whoever may drop files may write this too, so it names nothing outside the folder. */
const movingSchema = z.strictObject({ to: z.enum(['done', 'refused']), together: hash, files: z.array(z.strictObject({ name: z.string().refine((name) => basename(name) === name), sha256: hash })) });
type Moving = z.output<typeof movingSchema>;

/** Names what is being moved: files of one export never end in two places. */
const NOTE = '.po-shadow-moving';

/** The hash under which files are put away together: so sorted by name, headers and lines of one export have the same place. */
export function hashOfAll(files: readonly HashedFile[]): string {
  const [first, ...others] = files;
  return first !== undefined && others.length === 0 ? first.sha256 : createHash('sha256').update(files.map(({ sha256 }) => sha256).join('\n')).digest('hex');
}

/** Moves files that are still what was read; false where one is another by now, which is taken in its turn. */
export function putAway(folder: string, to: Moving['to'], files: readonly HashedFile[]): boolean {
  if (files.some(({ path, sha256 }) => hashFile(path).sha256 !== sha256)) return false;
  const moving: Moving = { to, together: hashOfAll(files), files: files.map(({ name, sha256 }) => ({ name, sha256 })) };
  const note = join(folder, NOTE);
  rmSync(note, { force: true });
  if (files.length > 1) writeFileSync(note, JSON.stringify(moving), { mode: 0o600, flag: 'wx' });
  move(folder, moving);
  rmSync(note, { force: true });
  return true;
}

/** Moves what a killed process had begun to move, all of it. */
export function finishMoving(folder: string): void {
  const note = join(folder, NOTE);
  if (!existsSync(note)) return;
  const moving = movingIn(readFileSync(note, 'utf8'));
  if (moving !== undefined) move(folder, moving);
  rmSync(note, { force: true });
}

function movingIn(text: string): Moving | undefined {
  try {
    return movingSchema.safeParse(JSON.parse(text)).data;
  } catch {
    // It was killed while it wrote the note, and has moved nothing.
    return undefined;
  }
}

function move(folder: string, { to, together, files }: Moving): void {
  mkdirSync(join(folder, to), { recursive: true, mode: 0o700 });
  for (const { name, sha256 } of files) {
    const path = join(folder, name);
    // It was moved before, or another file has come under its name.
    if (!existsSync(path) || hashFile(path).sha256 !== sha256) continue;
    renameSync(path, join(folder, to, `${together}-${name}`));
    rmSync(`${path}${MARKER}`, { force: true });
  }
}
