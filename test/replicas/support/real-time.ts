import { setTimeout as delay } from 'node:timers/promises';

/** Processes of their own live in real time: this is the one place where a test waits for it. */

/** Some moment before so many milliseconds have passed. */
export const aRandomMoment = (withinMs: number): Promise<void> => delay(Math.random() * withinMs);

/** Between two looks at a process that cannot tell when it is ready. */
export const untilTheNextLook = (): Promise<void> => delay(20);
