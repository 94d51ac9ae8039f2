interface DescribedError {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
  readonly cause?: DescribedError;
}

/**
 * Name, message, code, stack and cause of an error, and nothing else.
 *
 * Errors of HTTP clients carry the request (with its headers) and the answer (with its tokens) as properties.
 */
export function describeError(error: unknown): DescribedError | undefined {
  if (!(error instanceof Error))
    return error === undefined ? undefined : { name: 'NotAnError', message: typeof error };
  const { code } = error as { code?: unknown };
  return {
    name: error.name,
    message: error.message,
    code: typeof code === 'string' ? code : undefined,
    stack: error.stack,
    cause: describeError(error.cause),
  };
}
