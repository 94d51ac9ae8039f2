import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';

import { StartRefused } from '../start-refused.js';

const REASONS: Readonly<Record<string, string>> = {
  SQLITE_CANTOPEN: 'the file cannot be opened. Check that its folder exists and may be written to.',
  SQLITE_READONLY: 'it is read-only. Give this user the right to write to the file and its folder.',
  SQLITE_BUSY: 'another process keeps it locked. Close that process, then start again.',
  SQLITE_NOTADB: 'the file is not an SQLite database. Check DATABASE_URL.',
  SQLITE_CORRUPT: 'the file is damaged. Restore it from a backup.',
  SQLITE_FULL: 'the disk is full. Free some space, then start again.',
  EACCES: 'this user may not create its folder. Check the rights of the folder above.',
  EROFS: 'its folder is on a read-only file system.',
  ENOTDIR: 'part of its path is a file, not a folder. Check DATABASE_URL.',
  EISDIR: 'it is a folder, not a file. Check DATABASE_URL.',
  ENOENT: 'its folder does not exist and cannot be made. Check DATABASE_URL.',
  EEXIST: 'part of its path is a file, not a folder. Check DATABASE_URL.',
};

/** Why the database cannot be used, and what to do about it, for the person who starts the server. */
export function sqliteRefusal(path: string, cause: unknown): StartRefused {
  const { code, message } = cause as { code?: string; message?: string };
  const known = Object.keys(REASONS).find((prefix) => code?.startsWith(prefix));
  const reason = known ? REASONS[known] : message;
  return new StartRefused(`The database ${path} cannot be used: ${reason ?? String(cause)}`, { cause });
}

export function makeFolderOf(path: string): void {
  makeFolder(dirname(path));
}

/** Step by step: Node's own recursive way never returns where a parent cannot be made, as in /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder, { mode: 0o700 });
}

/** Makes the file for its owner alone; SQLite gives its side files the same rights. An existing file is left as it is. */
export function makePrivateFile(path: string): void {
  makeFolderOf(path);
  closeSync(openSync(path, 'a', 0o600));
}
