/** The child's side: says where it listens and what processor time it used, and ends when its parent is gone. */
export function tellParent(port) {
  process.on('disconnect', () => process.exit());
  process.on('message', (question) => {
    if (question === 'cpu') process.send({ cpu: process.cpuUsage() });
  });
  process.send({ port });
}
