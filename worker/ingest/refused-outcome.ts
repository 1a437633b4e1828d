import { itemTypes } from '../envelope/item-types.ts';
import type { CountedOutcome } from './outcomes.ts';
import type { Refusal } from './refusal.ts';

/** How a refused request counts in the statistics of the project whose key it carried. Reasons are Relay's. Null for what is nobody's fault. */
export function outcomeOfRefusal(refusal: Refusal): CountedOutcome | null {
  switch (refusal.reason) {
    case 'empty_body':
      return invalid('no_data');
    case 'header_not_json':
    case 'item_header_not_json':
    case 'item_without_type':
    case 'item_length_invalid':
    case 'item_truncated':
    case 'item_not_ended':
    case 'too_many_items':
    case 'header_too_large':
      return invalid('invalid_envelope');
    case 'body_unreadable':
    case 'unknown_encoding':
      return invalid('invalid_compression');
    case 'invalid_json':
      return { ...invalid('invalid_json'), category: 'error' };
    case 'invalid_multipart':
      return invalid('invalid_multipart');
    case 'missing_minidump':
      return { ...invalid('missing_minidump_upload'), category: 'error' };
    case 'invalid_minidump':
      return { ...invalid('invalid_minidump'), category: 'error' };
    case 'invalid_unreal':
      return { ...invalid('process_unreal'), category: 'error' };
    case 'invalid_export':
      return invalid(refusal.found);
    case 'unsupported_content_type':
      return invalid('content_type');
    case 'item_too_large': {
      const type = itemTypes.get(refusal.type);
      return { ...invalid(`too_large:${type ? refusal.type : 'unknown'}`), category: type?.category ?? 'default' };
    }
    case 'body_too_large':
      return invalid('too_large:envelope');
    case 'upload_too_large':
    case 'upload_too_fragmented':
      return { ...invalid('too_large:attachment'), category: 'attachment' };
    case 'cors':
      return invalid('cors');
    case 'credentials':
    case 'wrong_project':
    case 'dsn_mismatch':
      return invalid('project_id');
    // An upload that is tried again, until the client knows better.
    case 'tus_version':
    case 'upload_header':
    case 'upload_offset':
    case 'not_found':
    case 'method_not_allowed':
    case 'unavailable':
    case 'internal':
      return null;
  }
}

function invalid(reason: string): CountedOutcome {
  return { outcome: { outcome: 'invalid', reason }, category: 'default', quantity: 1 };
}
