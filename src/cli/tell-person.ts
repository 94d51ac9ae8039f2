/** A hint for whoever types the command; a program that runs it reads the answer and the exit code alone. */
export function tellPerson(hint: string): void {
  if (process.stderr.isTTY) process.stderr.write(`Note: ${hint}.\n`);
}
