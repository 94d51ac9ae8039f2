/** Told of rows that another process changed. */
export interface ChangeListener {
  /** A row, by the key its table is watched with. */
  changed(...key: string[]): void;
  /** Anything may have changed: nothing that is remembered may be believed any more. */
  anything(): void;
}

/** Tells when another process wrote to the database, so that what is remembered of it can be forgotten. */
export abstract class DatabaseChanges {
  private readonly listeners = new Map<string, ChangeListener[]>();

  /** For how long the database has answered this process without a gap, in milliseconds. */
  abstract get answeringForMs(): number;

  watch(table: string, listener: ChangeListener): void {
    this.listeners.set(table, [...(this.listeners.get(table) ?? []), listener]);
  }

  protected tellOf(table: string, key: readonly string[]): void {
    for (const listener of this.listeners.get(table) ?? []) listener.changed(...key);
  }

  protected tellOfAnything(): void {
    for (const listener of [...this.listeners.values()].flat()) listener.anything();
  }
}
