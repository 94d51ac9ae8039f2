import { Column, PrimaryColumn } from 'typeorm';

/** Column kinds that mean the same on SQLite and PostgreSQL. */

interface Options {
  readonly name: string;
  readonly nullable?: boolean;
}

/** PostgreSQL hands 64-bit integers out as text. */
const asNumber = {
  to: (value: unknown) => value,
  from: (value: string | number | null) => (value === null ? null : Number(value)),
};

/** A primary key we chose: a UUID or a digest. */
export const idColumn = (name = 'id'): PropertyDecorator =>
  PrimaryColumn({ name, type: 'varchar', length: 64 });

/** Short text: ids, states, names. */
export const textColumn = (options: Options): PropertyDecorator =>
  Column({ ...options, type: 'varchar', length: 255 });

/** Text of any length: sealed tokens, scope lists. */
export const longTextColumn = (options: Options): PropertyDecorator => Column({ ...options, type: 'text' });

/** Milliseconds since the epoch. */
export const timestampColumn = (options: Options): PropertyDecorator =>
  Column({ ...options, type: 'bigint', transformer: asNumber });

/** A whole number. */
export const countColumn = (options: Options): PropertyDecorator => Column({ ...options, type: 'integer' });

/** A whole number that may outgrow 32 bits. */
export const largeCountColumn = (options: Options): PropertyDecorator =>
  Column({ ...options, type: 'bigint', transformer: asNumber });

/** Short text that the database derives from other columns, and nobody writes. */
export const derivedTextColumn = (options: Options): PropertyDecorator =>
  Column({ ...options, type: 'varchar', length: 255, insert: false, update: false });
