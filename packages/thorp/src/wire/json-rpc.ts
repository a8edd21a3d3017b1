/** Messages of JSON-RPC 2.0, which MCP and A2A speak; what stands inside is checked by whoever answers. */
import { z } from "zod";

const id = z.union([z.string().max(200), z.number()]);

const message = z.looseObject({
  jsonrpc: z.literal("2.0"),
  id: id.nullish(),
  method: z.string().max(200).optional(),
  params: z.unknown().optional(),
});

/** One message, or several at once. */
export const jsonRpcRequestSchema = z
  .union([message, z.array(message).min(1).max(50)])
  .meta({ id: "JsonRpcRequest", description: "A request of JSON-RPC 2.0." });

/** A result or an error, under the id of the request. */
export const jsonRpcResponseSchema = z
  .looseObject({
    jsonrpc: z.literal("2.0"),
    id: id.nullable(),
    result: z.unknown().optional(),
    error: z.looseObject({ code: z.number(), message: z.string() }).optional(),
  })
  .meta({ id: "JsonRpcResponse", description: "An answer of JSON-RPC 2.0." });
