/** Writes times in ISO 8601. Lines of one millisecond share the text: it costs more than the rest of a line. */
export class IsoTime {
  private lastMs = Number.NaN;
  private lastText = '';

  of(ms: number): string {
    if (ms !== this.lastMs) {
      this.lastMs = ms;
      this.lastText = new Date(ms).toISOString();
    }
    return this.lastText;
  }
}
