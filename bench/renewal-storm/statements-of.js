import { sum } from '../support/statistics.js';

/** Only who is about to call LiveChat says so in the row. */
const BEGINS_A_RENEWAL = /SET "renewal_started_at" = now_ms\(\)/;

/** How many statements the replica that renewed made, and how many each that waited for it. */
export function statementsOf(statements) {
  const asked = statements.filter(({ user }) => user.startsWith('replica_'));
  const renewing = asked.find(({ query }) => BEGINS_A_RENEWAL.test(query))?.user;
  const countOf = (user) => sum(asked.filter((one) => one.user === user).map(({ calls }) => calls));
  const waiting = [...new Set(asked.map(({ user }) => user))].filter((user) => user !== renewing);
  return { renewingStatements: countOf(renewing), waitingStatements: waiting.map(countOf) };
}
