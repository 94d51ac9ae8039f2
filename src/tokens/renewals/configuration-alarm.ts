import { Injectable } from '@nestjs/common';

@Injectable()
export class ConfigurationAlarm {
  get isRaised(): boolean {
    return false;
  }

  get cause(): string | undefined {
    return undefined;
  }
}
