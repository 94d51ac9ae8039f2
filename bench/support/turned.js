/** The same in another order each round: nobody always follows the same neighbor. */
export function turned(contenders, round) {
  const by = round % contenders.length;
  return [...contenders.slice(by), ...contenders.slice(0, by)];
}
