/**
 * Ends the process with 0 once `stop` is through, when the terminal or the system asks for it. Call it after the runtime has started: Miniflare's own
 * handlers end the process with a failure before anything is closed, so they give way to this one.
 */
export function stopOnSignal(stop: () => Promise<void>): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.removeAllListeners(signal);
    process.once(signal, () => void stopAndExit());
  }
  // Started by another Node process (a test): never outlive it.
  if (process.connected) process.once('disconnect', () => void stopAndExit());

  async function stopAndExit(): Promise<void> {
    await stop();
    process.exit(0);
  }
}
