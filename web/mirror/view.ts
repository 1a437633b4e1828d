import { CaptureFate } from '../../worker/api/contract/capture.ts';

const parts = ['envelope', 'headers', 'bytes', 'answer'] as const;
export type Part = (typeof parts)[number];

/** What of the mirror is shown, apart from the request in the path: all of it stands in the query of the address. */
export interface View {
  /** What became of the requests in the list; null for any. */
  fate: CaptureFate | null;
  /** The beginning of the client's name; empty for any. */
  sdk: string;
  part: Part;
  /** A byte of the body to begin with; 0 for its beginning. */
  at: number;
}

/** Reads the query of an address. What it does not know it takes for the default. */
export function readView(params: URLSearchParams): View {
  const at = Number(params.get('at') ?? 0);
  return {
    fate: CaptureFate.options.find((fate) => fate === params.get('status')) ?? null,
    sdk: (params.get('sdk') ?? '').slice(0, 100),
    part: parts.find((part) => part === params.get('part')) ?? 'envelope',
    at: Number.isSafeInteger(at) && at > 0 ? at : 0,
  };
}

/** The query of the address that shows a list, starting with `?`; empty where all is as by default. */
export function listSearch({ fate, sdk }: Pick<View, 'fate' | 'sdk'>): string {
  const params = new URLSearchParams();
  if (fate !== null) params.set('status', fate);
  if (sdk !== '') params.set('sdk', sdk);
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}
