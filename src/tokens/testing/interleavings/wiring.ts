import type { ClassProvider, Type } from '@nestjs/common';

import { TokensModule } from '../../tokens.module.js';

type Token = string | object;
export type Part<Class> = abstract new (...dependencies: never[]) => Class;

/**
 * The module's own list of providers, put together without Nest: hundreds of processes start in seconds.
 *
 * What is `given` takes the place of what the list has.
 */
export class Wiring {
  private readonly classes = new Map<Token, Type>();

  constructor(private readonly made: Map<Token, unknown>) {
    const providers = Reflect.getMetadata('providers', TokensModule) as (Type | ClassProvider)[];
    for (const provider of providers) {
      if (typeof provider === 'function') this.classes.set(provider, provider);
      else this.classes.set(provider.provide as Token, provider.useClass);
    }
  }

  get<Class>(part: Part<Class>): Class {
    return this.resolve(part) as Class;
  }

  give(token: Token, part: unknown): void {
    this.made.set(token, part);
  }

  private resolve(token: Token): unknown {
    return this.made.get(token) ?? this.make(token);
  }

  private make(token: Token): unknown {
    const made = this.classes.get(token);
    if (!made) throw new Error(`Nothing provides ${typeof token === 'function' ? token.name : 'it'}`);
    const types = [...((Reflect.getMetadata('design:paramtypes', made) ?? []) as Token[])];
    const named = (Reflect.getMetadata('self:paramtypes', made) ?? []) as { index: number; param: Token }[];
    for (const { index, param } of named) types[index] = param;
    const part: unknown = new made(...types.map((type) => this.resolve(type)));
    this.made.set(token, part);
    return part;
  }
}
