/** So many go on in one pass of the event loop. */
const AT_ONCE = 32;

type GoOn = () => void;

/**
 * Lets calls that waited for the same thing go on a few at a time.
 *
 * A thousand that waited for one renewal are set free in the same moment. If all of them went on at once, no socket would be
 * read or written until the last had made its request, and there would be a connection to LiveChat for each that may
 * have one, before the first answer could free one.
 */
export class FewAtOnce {
  private gone = 0;
  private readonly line: GoOn[] = [];

  /** Undefined when whoever asks may go on now, else what to wait for. */
  next(): Promise<void> | undefined {
    if (this.gone === 0) setImmediate(this.goOn);
    if (this.gone < AT_ONCE) {
      this.gone += 1;
      return undefined;
    }
    return new Promise((resolve) => {
      this.line.push(resolve);
    });
  }

  private readonly goOn = (): void => {
    const next = this.line.splice(0, AT_ONCE);
    this.gone = next.length;
    if (next.length > 0) setImmediate(this.goOn);
    for (const goOn of next) goOn();
  };
}
