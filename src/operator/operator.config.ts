/** What a person's pages need to know about the surroundings. */
export class OperatorConfig {
  /** The sandbox's control page, when LiveChat is the sandbox. */
  readonly sandboxUrl: URL | undefined;

  constructor(values: { sandboxUrl?: URL } = {}) {
    this.sandboxUrl = values.sandboxUrl;
  }
}
