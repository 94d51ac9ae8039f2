import type { Core } from '../core.js';
import { FAULT_KINDS, FAULT_TARGETS } from '../faults/fault-kinds.js';
import type { Fault } from '../faults/fault.js';
import { markup, type Html } from '../http/html.js';

function scopeOf(fault: Fault, { directory }: Core): string {
  const { on, path, account, times, ms } = fault.options;
  const places = on === undefined ? FAULT_KINDS[fault.kind] : [on].flat();
  return [
    places.join(', '),
    path,
    directory.findAgent(account ?? '')?.name,
    ms === undefined ? undefined : `${ms} ms`,
    times === undefined ? 'until cleared' : `${times - fault.hits} more`,
  ]
    .filter((part) => part !== undefined)
    .join(' · ');
}

function activeFault(fault: Fault, core: Core): Html {
  return markup`<tr>
    <th scope="row">${fault.kind}</th>
    <td>${scopeOf(fault, core)}</td>
    <td>${fault.hits}</td>
    <td>
      <form method="post" action="/_sandbox/actions/clear-fault">
        <input type="hidden" name="id" value="${fault.id}" />
        <button class="slim" aria-label="Clear ${fault.kind}">Clear</button>
      </form>
    </td>
  </tr>`;
}

function activeFaults(core: Core): Html {
  const { active } = core.faults;
  if (active.length === 0) return markup`<p class="quiet">Nothing is broken.</p>`;
  return markup`<div class="wide" tabindex="0" role="region" aria-label="Active faults">
      <table>
        <thead>
          <tr>
            <th scope="col">Fault</th>
            <th scope="col">Where</th>
            <th scope="col">Hits</th>
            <th scope="col">End it</th>
          </tr>
        </thead>
        <tbody>
          ${active.map((fault) => activeFault(fault, core))}
        </tbody>
      </table>
    </div>
    <form method="post" action="/_sandbox/actions/clear-faults">
      <button>Clear all faults</button>
    </form>`;
}

function options(values: readonly string[]): Html[] {
  return values.map((value) => markup`<option>${value}</option>`);
}

/** What is broken, and a form to break more. */
export function faultsSection(core: Core): Html {
  const agents = core.directory.agents.map(
    ({ accountId, name }) => markup`<option value="${accountId}">${name}</option>`,
  );
  return markup`<section aria-labelledby="faults">
    <h2 id="faults">Faults</h2>
    <form method="post" action="/_sandbox/actions/fault">
      <div class="fields">
        <label>Fault<select name="kind">
            ${options(Object.keys(FAULT_KINDS))}
          </select></label>
        <label>Where<select name="on">
            <option value="">where it usually strikes</option>
            ${options(FAULT_TARGETS)}
          </select></label>
        <label>Path starts with<input name="path" placeholder="/v3.6/agent" autocomplete="off" /></label>
        <label>Account<select name="account">
            <option value="">everybody</option>
            ${agents}
          </select></label>
        <label>How many requests<input name="times" type="number" min="1" placeholder="until cleared" /></label>
        <label>Delay in ms (slow)<input name="ms" type="number" min="0" placeholder="1000" /></label>
      </div>
      <p><button class="primary">Cause it</button></p>
    </form>
    ${activeFaults(core)}
  </section>`;
}
