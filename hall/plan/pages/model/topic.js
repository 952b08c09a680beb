/* Something that happens, told to whoever asked to hear of it. So a folder tells those above it without knowing them. */

export function topic() {
  const ears = [];
  return { hear: (...more) => { ears.push(...more); }, tell: (...what) => { for (const ear of ears) ear(...what); } };
}
