import { isObject, parseJson } from '../../event/parse.ts';
import { fail, ok, type Result } from '../../result.ts';
import type { Judged, TelemetryContext } from '../telemetry.ts';
import { judgeOtlpLogs, judgeOtlpTraces } from './convert.ts';
import { logsMessage, tracesMessage } from './messages.ts';
import { readProtobuf } from './protobuf.ts';

export type OtlpSignal = 'traces' | 'logs';

/** What an exporter sent, each span or log for itself. */
export function readOtlp(
  signal: OtlpSignal,
  encoding: 'json' | 'protobuf',
  body: Uint8Array,
  context: TelemetryContext,
): Result<Judged[], 'invalid_json' | 'invalid_proto'> {
  const exported = encoding === 'json' ? readJson(body) : readProtobuf(body, signal === 'traces' ? tracesMessage : logsMessage);
  if (!exported.ok) return exported;
  return ok((signal === 'traces' ? judgeOtlpTraces : judgeOtlpLogs)(exported.value, context));
}

function readJson(body: Uint8Array): Result<Record<string, unknown>, 'invalid_json'> {
  const parsed = parseJson(new TextDecoder().decode(body));
  return parsed.ok && isObject(parsed.value) ? ok(parsed.value) : fail('invalid_json');
}
