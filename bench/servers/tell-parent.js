const ANSWERS = {
  cpu: () => process.cpuUsage(),
  residentBytes: () => process.memoryUsage.rss(),
};

/** The child's side: says where it listens, answers its parent's questions, and ends when its parent is gone. */
export function tellParent(port, answers = {}) {
  process.on('disconnect', () => process.exit());
  process.on('message', async ({ question, about }) => {
    process.send({ answer: await { ...ANSWERS, ...answers }[question](about) });
  });
  process.send({ port });
}
