/** What the connected page does in the browser. It holds nothing of a request, so its hash never changes. */
export const connectedPageScript = `
(() => {
  'use strict';
  const find = (name) => document.querySelector('[data-' + name + ']');

  const example = find('example');
  const runButton = find('run');
  const outcome = find('outcome');
  const answer = find('answer');
  const pretty = (text) => {
    try { return JSON.stringify(JSON.parse(text), null, 2); } catch { return text; }
  };
  const tell = (text, tone) => {
    outcome.textContent = text;
    outcome.className = 'outcome' + (tone ? ' health ' + tone : '');
  };
  let isRunning = false;
  const runExample = async () => {
    if (isRunning) return;
    isRunning = true;
    runButton.setAttribute('aria-disabled', 'true');
    answer.classList.add('running');
    tell('Calling LiveChat…');
    const { method, path, body } = example.dataset;
    const startedAt = performance.now();
    try {
      const reply = await fetch(path, {
        method,
        body,
        headers: { accept: 'application/json', 'content-type': 'application/json' },
      });
      const text = await reply.text();
      const tookMs = Math.round(performance.now() - startedAt);
      tell((reply.status + ' ' + reply.statusText).trim() + ' in ' + tookMs + ' ms', reply.ok ? 'good' : 'bad');
      answer.textContent = pretty(text) || '(an empty answer)';
    } catch {
      tell('No answer: this server cannot be reached. Is it still running?', 'bad');
      answer.textContent = '';
    }
    answer.classList.remove('running');
    runButton.removeAttribute('aria-disabled');
    isRunning = false;
  };
  runButton.addEventListener('click', runExample);

  const ending = find('ending');
  const explanation = ending.textContent;
  const end = async (path, doing, failed) => {
    ending.textContent = doing;
    const reply = await fetch(path, { method: 'DELETE', headers: { accept: 'application/json' } }).catch(() => undefined);
    if (reply && (reply.ok || reply.status === 401)) return location.replace('/');
    ending.textContent = failed + (reply ? ' (status ' + reply.status + ').' : ': this server cannot be reached.') + ' Try again.';
  };
  find('sign-out').addEventListener('click', () => end('/auth/session', 'Signing out…', 'Signing out failed'));

  const disconnect = find('disconnect');
  const calmLabel = disconnect.textContent;
  const disarm = () => {
    if (!disconnect.classList.contains('armed')) return;
    disconnect.classList.remove('armed');
    disconnect.textContent = calmLabel;
    ending.textContent = explanation;
  };
  disconnect.addEventListener('click', () => {
    if (disconnect.classList.contains('armed')) {
      disarm();
      return end('/auth/livechat', 'Disconnecting…', 'Disconnecting failed');
    }
    disconnect.classList.add('armed');
    disconnect.textContent = 'Yes, disconnect';
    ending.textContent = 'Click again to disconnect: the tokens are revoked, and every session of this account ends. Escape keeps the connection.';
  });
  disconnect.addEventListener('blur', disarm);
  disconnect.addEventListener('keydown', (event) => { if (event.key === 'Escape') disarm(); });

  if (navigator.clipboard) {
    for (const button of document.querySelectorAll('[data-copy]')) {
      const label = button.firstChild;
      button.hidden = false;
      button.addEventListener('click', async () => {
        const copied = await navigator.clipboard.writeText(button.dataset.copy).then(() => true, () => false);
        label.textContent = copied ? 'Copied' : 'Not copied';
        setTimeout(() => { label.textContent = 'Copy'; }, 2000);
      });
    }
  }

  runExample();
})();
`;
