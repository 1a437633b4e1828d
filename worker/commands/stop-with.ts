/** Ends the command: what is expected to go wrong needs a sentence and no stack. */
export function stopWith(message: string): never {
  console.error(message);
  process.exit(1);
}
