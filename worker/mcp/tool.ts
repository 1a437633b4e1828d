import type * as z from 'zod/mini';
import type { Result } from '../result.ts';
import type { ApiCaller } from './api-caller.ts';

/** What an assistant can call. */
export interface Tool {
  name: string;
  title: string;
  /** For the model that chooses: what it does, and when to use it. */
  description: string;
  input: z.ZodMiniObject;
  /** Whether it changes anything. */
  changes: boolean;
  /** Markdown. Fails with a sentence for the model. */
  call(api: ApiCaller, input: unknown): Promise<Result<string, string>>;
}

/** Ties the input of a tool to what it gets. */
export function defineTool<Input extends z.ZodMiniObject>(
  tool: Omit<Tool, 'input' | 'call'> & { input: Input; call: (api: ApiCaller, input: z.output<Input>) => Promise<Result<string, string>> },
): Tool {
  const { input, call, ...rest } = tool;
  return { ...rest, input, call: async (api, value) => call(api, input.parse(value)) };
}
