import * as z from 'zod/mini';

/* JSON-RPC 2.0, as far as MCP uses it. Source: https://modelcontextprotocol.io/specification/2025-11-25/basic */

export const RequestId = z.union([z.string(), z.number()]);
export type RequestId = z.infer<typeof RequestId>;

/** A request, or without an id a notification. What clients answer, with neither method nor error of ours, is of no interest. */
export const Message = z.object({
  jsonrpc: z.literal('2.0'),
  id: z.optional(RequestId),
  method: z.optional(z.string()),
  params: z.optional(z.record(z.string(), z.unknown())),
});
export type Message = z.infer<typeof Message>;

export type Reply = { jsonrpc: '2.0'; id: RequestId; result: unknown } | { jsonrpc: '2.0'; id: RequestId | null; error: RpcError };

export interface RpcError {
  code: number;
  message: string;
}

export const parseError: RpcError = { code: -32700, message: 'Parse error' };
export const invalidRequest: RpcError = { code: -32600, message: 'Invalid request' };

export function methodNotFound(method: string): RpcError {
  return { code: -32601, message: `Method not found: ${method.slice(0, 100)}` };
}

export function invalidParams(message: string): RpcError {
  return { code: -32602, message };
}

export function succeed(id: RequestId, result: unknown): Reply {
  return { jsonrpc: '2.0', id, result };
}

export function refuse(id: RequestId | null, error: RpcError): Reply {
  return { jsonrpc: '2.0', id, error };
}
