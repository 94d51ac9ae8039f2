/** How many bytes of bodies are kept at once, of all calls together: as many callers as there are connections may send one. */
export class KeptBodies {
  private held = 0;

  constructor(private readonly mostBytes: number) {}

  /** Whether no more should be kept: then bodies are streamed, which costs them their replay. */
  get isFull(): boolean {
    return this.held >= this.mostBytes;
  }

  take(bytes: number): void {
    this.held += bytes;
  }

  giveBack(bytes: number): void {
    this.held -= bytes;
  }
}
