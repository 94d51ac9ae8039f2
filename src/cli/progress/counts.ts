/** 1234567 as 1,234,567. */
export function inGroups(count: number): string {
  return count.toLocaleString('en-US');
}

/** As `1 row`, `1,200 rows`. */
export function counted(count: number, thing: string): string {
  return `${inGroups(count)} ${thing}${count === 1 ? '' : 's'}`;
}
