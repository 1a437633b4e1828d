import type { Answer } from '../api.ts';

/** Saves one after the other, and stops at the first that fails: what was saved before it stays saved. */
export async function saveAll<Value>(saves: readonly (() => Promise<Answer<Value>>)[]): Promise<Answer<Value[]>> {
  const saved: Value[] = [];
  for (const save of saves) {
    const answer = await save();
    if (!answer.ok) return answer;
    saved.push(answer.value);
  }
  return { ok: true, value: saved };
}

/** Puts a name before the fields that a failure is about, where a form has the same fields of several things. */
export function withPlace<Value>(place: string, answer: Answer<Value>): Answer<Value> {
  if (answer.ok || answer.failure.reason !== 'invalid') return answer;
  const fields = Object.fromEntries(Object.entries(answer.failure.fields).map(([field, faults]) => [`${place}.${field}`, faults]));
  return { ok: false, failure: { ...answer.failure, fields } };
}
