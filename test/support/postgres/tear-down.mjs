export default async function tearDown() {
  await globalThis.sharedPostgres?.remove();
}
