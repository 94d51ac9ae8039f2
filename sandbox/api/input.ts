import { wrongFormat } from './api-error.js';

/** An object nobody has looked into yet. */
export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * A request's parameters. Every reader refuses what has the wrong type.
 *
 * @throws ApiError `validation`, with the reason in `data.detail`
 */
export class Input {
  constructor(
    readonly fields: Fields,
    private readonly path = '',
  ) {}

  static fromJson(text: string): Input {
    if (text.trim() === '') return new Input({});
    let parsed: unknown;
    try {
      parsed = JSON.parse(text);
    } catch {
      throw wrongFormat('the body is not JSON');
    }
    if (!isFields(parsed)) throw wrongFormat('the body must be an object');
    return new Input(parsed);
  }

  has(name: string): boolean {
    return this.fields[name] !== undefined;
  }

  text(name: string): string {
    const value = this.optionalText(name);
    if (value === undefined || value === '') throw this.wrong(name, 'is required');
    return value;
  }

  optionalText(name: string): string | undefined {
    return this.optional(name, 'must be a string', (value) => typeof value === 'string');
  }

  integer(name: string, { min, max, fallback }: { min: number; max: number; fallback: number }): number {
    const isFitting = (value: unknown): value is number =>
      Number.isInteger(value) && Number(value) >= min && Number(value) <= max;
    return this.optional(name, `must be an integer from ${min} to ${max}`, isFitting) ?? fallback;
  }

  flag(name: string, fallback: boolean): boolean {
    return this.optional(name, 'must be a boolean', (value) => typeof value === 'boolean') ?? fallback;
  }

  oneOf<Choice extends string>(name: string, choices: readonly Choice[]): Choice | undefined {
    const isChoice = (value: unknown): value is Choice => choices.some((choice) => choice === value);
    return this.optional(name, `must be one of ${choices.join(', ')}`, isChoice);
  }

  texts(name: string): readonly string[] | undefined {
    const areTexts = (value: unknown): value is string[] =>
      Array.isArray(value) && value.every((item) => typeof item === 'string');
    return this.optional(name, 'must be an array of strings', areTexts);
  }

  integers(name: string): readonly number[] | undefined {
    const areIntegers = (value: unknown): value is number[] =>
      Array.isArray(value) && value.every(Number.isInteger);
    return this.optional(name, 'must be an array of integers', areIntegers);
  }

  /** What is inside; an empty one when there is nothing. */
  inside(name: string): Input {
    return new Input(this.optional(name, 'must be an object', isFields) ?? {}, `${this.path}${name}.`);
  }

  /** An object in a list. */
  insideList(name: string, index: number): Input {
    const list = this.fields[name];
    const item: unknown = Array.isArray(list) ? list[index] : undefined;
    if (!isFields(item)) throw this.wrong(`${name}[${index}]`, 'must be an object');
    return new Input(item, `${this.path}${name}[${index}].`);
  }

  wrong(name: string, what: string): Error {
    return wrongFormat(`${this.path}${name} ${what}`);
  }

  private optional<Value>(
    name: string,
    complaint: string,
    isFitting: (value: unknown) => value is Value,
  ): Value | undefined {
    const value = this.fields[name];
    if (value === undefined || value === null) return undefined;
    if (!isFitting(value)) throw this.wrong(name, complaint);
    return value;
  }
}
