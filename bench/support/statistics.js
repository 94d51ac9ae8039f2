export function median(numbers) {
  return quantile(numbers, 0.5);
}

/** Between two numbers where none is exactly there. */
export function quantile(numbers, share) {
  const sorted = [...numbers].sort((one, other) => one - other);
  const at = (sorted.length - 1) * share;
  const [below, above] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return below + (above - below) * (at - Math.floor(at));
}

export function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
