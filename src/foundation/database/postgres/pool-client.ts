import { Client, type ClientConfig } from 'pg';

/** A connection could not be made. Node's own errors (`ECONNREFUSED` and the like) do not tell whose they are. */
export class PostgresUnreachable extends Error {
  readonly code: string | undefined;

  constructor(override readonly cause: Error & { code?: string }) {
    super(cause.message, { cause });
    this.name = 'PostgresUnreachable';
    this.code = cause.code;
  }
}

type Connected = ((error: Error) => void) | ((error: null, client: Client) => void);

/** What the pool makes its connections with. */
export class PoolClient extends Client {
  constructor(config?: string | ClientConfig) {
    super(config);
    // Between the pool's listener and TypeORM's there is a moment without one: an error then would end the process.
    this.on('error', () => undefined);
  }

  override connect(): Promise<Client>;
  override connect(done: Connected): void;
  override connect(done?: Connected): Promise<Client> | undefined {
    if (!done) return super.connect();
    const tell = done as (error: Error | null) => void;
    super.connect((error: Error | null) => {
      tell(error && new PostgresUnreachable(error));
    });
    return undefined;
  }
}
