/** The JSON of a value that was read from JSON; undefined when it is nested too deeply: reading takes any depth, writing takes the stack. */
export function jsonOut(value: object): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}
