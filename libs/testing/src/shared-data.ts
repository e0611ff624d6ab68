/// <reference types="jest" />
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(__dirname, '..', '..', '..', '..', 'shared', 'data');

/** Path of a file of the shared test data, which stands beside the checkout and is never copied into it. */
export const sharedData = (...parts: readonly string[]): string => join(FOLDER, ...parts);

/** `describe` where the shared file exists, else a skipped suite whose name says what is missing. */
export function describeWithSharedData(title: string, needed: string, body: () => void): void {
  if (existsSync(sharedData(needed))) describe(title, body);
  else describe.skip(`${title} (skipped: the shared test data ${needed} is not beside this checkout)`, body);
}
