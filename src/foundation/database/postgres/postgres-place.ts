import { Secret } from '../../secrets/secret.js';

/** A database of a PostgreSQL server. */
export class PostgresPlace {
  readonly engine = 'postgres';
  /** The connection's URL, with a password in it: https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS */
  readonly url: Secret<'database_url'>;

  constructor(
    url: string,
    readonly poolSize: number,
  ) {
    this.url = new Secret('database_url', url);
  }

  /** A `/`, `?` or `#` in a password that is not percent-encoded makes another URL of it: that is none of ours. */
  static isNamedBy(url: string): boolean {
    if (!/^postgres(ql)?:\/\/./.test(url) || !URL.canParse(url)) return false;
    return !url.includes('@') || new URL(url).username !== '';
  }

  /** For people: where it is, without who may enter. */
  get label(): string {
    const { protocol, host, pathname } = new URL(this.url.reveal());
    return `${protocol}//${host}${pathname}`;
  }
}
