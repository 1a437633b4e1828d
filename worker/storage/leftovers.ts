/**
 * Deletes objects from before then, where names begin with when they were made: the oldest come first, so what is over this run is first in the next. Ends at a page
 * with nothing to delete. `limit` is the size of a page.
 */
export async function deleteObjectsBefore(files: R2Bucket, prefix: string, before: number, maxPages: number, limit = 1_000): Promise<void> {
  for (let page = 0; page < maxPages; page += 1) {
    const { objects, truncated } = await files.list({ prefix, limit });
    const old = objects.filter(({ uploaded }) => uploaded.getTime() < before).map(({ key }) => key);
    if (old.length > 0) await files.delete(old);
    if (old.length === 0 || !truncated) return;
  }
}

/** The hour of a time in UTC, e.g. `2026112414`, as such names begin with it. */
export function hourOf(at: number): string {
  return new Date(at).toISOString().replaceAll(/\D/g, '').slice(0, 10);
}
