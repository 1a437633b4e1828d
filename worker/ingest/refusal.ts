import type { EnvelopeError } from '../envelope/envelope.ts';
import type { CredentialsError } from './credentials.ts';
import type { IngestKey } from '../storage/ingest-keys.ts';
import { corsHeaders } from './cors.ts';

/** Why a request as a whole is turned away. What happens to single items of an accepted request is an Outcome instead. */
export type Refusal =
  | EnvelopeError
  | { reason: 'credentials'; error: CredentialsError }
  | { reason: 'wrong_project' } // unknown or disabled key, or the key of another project
  | { reason: 'cors' } // a page whose origin the project does not allow
  | { reason: 'dsn_mismatch' } // the envelope's header names another DSN than the request
  | { reason: 'unknown_encoding'; encoding: string }
  | { reason: 'invalid_json'; message: string }
  | { reason: 'invalid_multipart'; cause: string }
  | { reason: 'missing_minidump' }
  | { reason: 'invalid_minidump' }
  | { reason: 'invalid_unreal'; cause: string }
  | { reason: 'invalid_export'; found: 'invalid_json' | 'invalid_proto' } // of OpenTelemetry or a log drain
  | { reason: 'unsupported_content_type'; contentType: string }
  | { reason: 'tus_version'; supported: string } // an upload by another version of the protocol
  | { reason: 'upload_header'; header: string; problem: string }
  | { reason: 'upload_offset'; offset: number } // where the next bytes belong
  | { reason: 'upload_too_large'; maxBytes: number }
  | { reason: 'upload_too_fragmented'; maxParts: number }
  | { reason: 'not_found' }
  | { reason: 'method_not_allowed' }
  | { reason: 'unavailable' } // neither database nor cache knows the key
  | { reason: 'internal'; requestId: string }; // a bug, or storage that is away: the log tells under this id

/** With the key, where it is known, so that its project can see what was refused. */
export type Refused = Refusal & { key?: IngestKey };

/** The one place where refusals become answers. The reference's statuses, always JSON, never a trace. */
export function refuse(refusal: Refusal): Response {
  const { status, detail, causes } = explain(refusal);
  const headers = status === 503 ? { ...corsHeaders, 'retry-after': '30' } : corsHeaders;
  return Response.json(causes.length > 0 ? { detail, causes } : { detail }, { status, headers });
}

interface Explanation {
  status: 400 | 401 | 403 | 404 | 405 | 409 | 412 | 413 | 415 | 500 | 503;
  detail: string;
  causes: string[];
}

function explain(refusal: Refusal): Explanation {
  switch (refusal.reason) {
    case 'empty_body':
      return { status: 400, detail: 'empty request body', causes: [] };
    case 'header_not_json':
      return invalidEnvelope(`the header at byte ${refusal.at} is not a JSON object`);
    case 'item_header_not_json':
      return invalidEnvelope(`the item header at byte ${refusal.at} is not a JSON object`);
    case 'item_without_type':
      return invalidEnvelope(`the item header at byte ${refusal.at} has no type`);
    case 'item_length_invalid':
      return invalidEnvelope(`the length in the item header at byte ${refusal.at} is not a whole number`);
    case 'item_truncated':
      return invalidEnvelope(`the item at byte ${refusal.at} ends before its length of ${refusal.expectedBytes} bytes`);
    case 'item_not_ended':
      return invalidEnvelope(`a newline was expected at byte ${refusal.at}, behind an item`);
    case 'too_many_items':
      return invalidEnvelope(`more than ${refusal.maxItems} items`);
    case 'body_unreadable':
      return { status: 400, detail: 'failed to read request body', causes: [refusal.message] };
    case 'invalid_json':
      return { status: 400, detail: 'invalid JSON data', causes: [refusal.message] };
    case 'invalid_multipart':
      return { status: 400, detail: 'invalid multipart data', causes: [refusal.cause] };
    case 'missing_minidump':
      return { status: 400, detail: 'missing minidump', causes: [] };
    case 'invalid_minidump':
      return { status: 400, detail: 'invalid minidump', causes: [] };
    case 'invalid_unreal':
      return { status: 400, detail: 'invalid unreal crash report', causes: [refusal.cause] };
    case 'invalid_export':
      return { status: 400, detail: refusal.found === 'invalid_json' ? 'invalid JSON data' : 'invalid protobuf data', causes: [] };
    case 'unsupported_content_type':
      return { status: 415, detail: 'unsupported content type', causes: [refusal.contentType] };
    case 'tus_version':
      return { status: 412, detail: 'unsupported tus version', causes: [`Tus-Resumable must be ${refusal.supported}`] };
    case 'upload_header':
      return { status: 400, detail: `invalid header ${refusal.header}`, causes: [refusal.problem] };
    case 'upload_offset':
      return { status: 409, detail: 'upload offset does not match', causes: [`the upload goes on at byte ${refusal.offset}`] };
    case 'upload_too_large':
      return { status: 413, detail: 'upload too large', causes: [`at most ${refusal.maxBytes} bytes`] };
    case 'upload_too_fragmented':
      return { status: 413, detail: 'upload in too many pieces', causes: [`at most ${refusal.maxParts}: send larger ones`] };
    case 'dsn_mismatch':
      return { status: 400, detail: 'envelope header does not match the request', causes: ['dsn'] };
    case 'header_too_large':
      return { status: 413, detail: 'header too large', causes: [`the header at byte ${refusal.at} is longer than ${refusal.maxBytes} bytes`] };
    case 'item_too_large':
      return { status: 413, detail: 'item too large', causes: [`items of type ${refusal.type} may hold ${refusal.maxBytes} bytes`] };
    case 'body_too_large':
      return { status: 413, detail: 'request body too large', causes: [`at most ${refusal.maxBytes} bytes after decompression`] };
    case 'unknown_encoding':
      return { status: 415, detail: 'unsupported content encoding', causes: [refusal.encoding] };
    case 'credentials':
      return explainCredentials(refusal.error);
    case 'wrong_project':
      return { status: 403, detail: 'event submission rejected with_reason: ProjectId', causes: [] };
    case 'cors':
      return { status: 403, detail: 'event submission rejected with_reason: Cors', causes: [] };
    case 'not_found':
      return { status: 404, detail: 'not found', causes: [] };
    case 'method_not_allowed':
      return { status: 405, detail: 'method not allowed', causes: [] };
    case 'unavailable':
      return { status: 503, detail: 'project state unavailable', causes: [] };
    case 'internal':
      return { status: 500, detail: 'internal error', causes: [`the log tells more under ${refusal.requestId}`] };
  }
}

function invalidEnvelope(cause: string): Explanation {
  return { status: 400, detail: 'invalid event envelope', causes: [cause] };
}

function explainCredentials(error: CredentialsError): Explanation {
  switch (error.reason) {
    case 'missing':
      return { status: 401, detail: 'missing authorization information', causes: [] };
    case 'multiple':
      return { status: 401, detail: 'multiple authorization payloads detected', causes: [] };
    case 'bad_key':
      return { status: 400, detail: 'bad sentry DSN public key', causes: [] };
    case 'bad_dsn':
      return { status: 400, detail: 'bad DSN in the envelope header', causes: [] };
    case 'bad_version':
      return { status: 400, detail: 'unsupported protocol version', causes: [error.version] };
  }
}
