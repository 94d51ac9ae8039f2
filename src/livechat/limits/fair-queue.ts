/** Waits in a line for each organization, in the order of coming; the lines take turns, however long each is. */
export class FairQueue<Waiting> {
  /** In the order in which their turns come. */
  private readonly lines = new Map<string, Set<Waiting>>();
  private waiting = 0;

  /** How many wait, in all lines. */
  get size(): number {
    return this.waiting;
  }

  sizeOf(organizationId: string): number {
    return this.lines.get(organizationId)?.size ?? 0;
  }

  push(organizationId: string, waiting: Waiting): void {
    const line = this.lines.get(organizationId);
    if (line) line.add(waiting);
    else this.lines.set(organizationId, new Set([waiting]));
    this.waiting += 1;
  }

  /** The first in the line whose turn it is, of the lines that may go on. That line comes last then. */
  shift(mayGoOn: (organizationId: string) => boolean = () => true): Waiting | undefined {
    for (const [organizationId, line] of this.lines) {
      if (!mayGoOn(organizationId)) continue;
      for (const first of line) {
        this.remove(organizationId, first);
        this.putLast(organizationId, line);
        return first;
      }
    }
    return undefined;
  }

  /** Leaves its line, wherever it stands there. */
  remove(organizationId: string, waiting: Waiting): void {
    const line = this.lines.get(organizationId);
    if (!line?.delete(waiting)) return;
    this.waiting -= 1;
    if (line.size === 0) this.lines.delete(organizationId);
  }

  private putLast(organizationId: string, line: Set<Waiting>): void {
    if (!this.lines.delete(organizationId)) return;
    this.lines.set(organizationId, line);
  }
}
