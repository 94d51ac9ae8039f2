import { Input } from '../api/input.js';
import type { Core } from '../core.js';
import { controlActions } from './control-api.js';

const NUMBERS = ['times', 'ms'];

/** A form's fields as parameters: empty ones are left out, numbers are numbers. */
export function inputFromForm(form: URLSearchParams): Input {
  const fields: Record<string, unknown> = {};
  for (const [name, value] of form) {
    if (value === '') continue;
    if (value === 'on') fields[name] = true;
    else fields[name] = NUMBERS.includes(name) ? Number(value) : value;
  }
  return new Input(fields);
}

function as(route: string) {
  return (core: Core, input: Input): void => {
    controlActions[route]?.(core, {
      input,
      id: input.optionalText('id') ?? '',
      query: new URLSearchParams(),
    });
  };
}

/** What the buttons of the page do: the same as the control API. */
export const formActions: Readonly<Record<string, (core: Core, input: Input) => void>> = {
  fault: as('POST /faults'),
  'clear-fault': as('DELETE /faults/:id'),
  'clear-faults': as('DELETE /faults'),
  'clear-requests': as('DELETE /requests'),
  lifecycle: as('POST /lifecycle'),
  reset: as('POST /reset'),
};
