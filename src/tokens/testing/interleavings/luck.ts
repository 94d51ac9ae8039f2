import { jest } from '@jest/globals';

import { closeAfterTest } from '../../../../test/support/opened.js';

const PRIME = 2_147_483_647;

/** `Math.random`, drawn: polls and pauses are as long in every repetition of a run. */
export class Luck {
  private state = 1;

  constructor() {
    const random = jest.spyOn(Math, 'random').mockImplementation(() => {
      this.state = (this.state * 16_807) % PRIME;
      return this.state / PRIME;
    });
    closeAfterTest(() => {
      random.mockRestore();
    });
  }

  restart(seed: number): void {
    this.state = (seed % (PRIME - 1)) + 1;
  }
}
