/** Does work with what it opens, and closes all of it afterwards, the last opened first, also when something throws. */
export async function closingAll(work) {
  const opened = [];
  const open = async (starting) => {
    const part = await starting;
    opened.push(part);
    return part;
  };
  try {
    return await work(open);
  } finally {
    for (const part of opened.reverse()) await part.close();
  }
}
