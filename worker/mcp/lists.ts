/** A list as Markdown: a head, a line each, and how it goes on. */
export function listAsMarkdown(head: string, lines: readonly string[], nextCursor: string | null): string {
  const body = lines.length === 0 ? 'None.' : lines.map((line) => `- ${line}`).join('\n');
  return [head, body, ...(nextCursor === null ? [] : [`There are more: call again with cursor ${nextCursor}`])].join('\n\n');
}

/** Of parameters that are known. */
export function queryOf(parameters: Record<string, string | number | undefined>): string {
  const query = new URLSearchParams(Object.entries(parameters).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])));
  return query.size === 0 ? '' : `?${query}`;
}
