/** A command's answer on standard output: JSON for programs, text for people. */
export function print(json: boolean | undefined, object: unknown, text: string): void {
  process.stdout.write(`${json ? JSON.stringify(object) : text}\n`);
}
