import { computed, signal } from '@preact/signals';
import type { Issue } from '../../worker/api/contract/issue.ts';
import type { Level } from '../../worker/api/contract/values.ts';
import type { Answer, Failure } from '../api.ts';
import type { IconName } from '../ui/icon-names.ts';
import { shortCount } from '../ui/numbers.ts';
import { matchWords, type Piece } from './match.ts';

/** Something to go to or to do. */
export interface Command {
  label: string;
  icon: IconName;
  group: string;
  /** Key caps of the binding that does the same. */
  keys?: string;
  run: () => void;
}

export interface Option {
  id: string;
  group: string;
  icon: IconName | null;
  level: Level | null;
  /** The label in pieces, so that what was found can be marked. */
  pieces: readonly Piece[];
  /** Beside the label, fainter. */
  sub: string | null;
  /** At the end of the line. */
  end: string | null;
  keys: string | null;
  run: () => void;
}

interface Ports {
  /** Asked again when what it reads changes: a list may come after the first word is typed. */
  commands: () => readonly Command[];
  searchIssues: (text: string, signal: AbortSignal) => Promise<Answer<Issue[]>>;
  openIssue: (issue: Issue) => void;
  /** Goes to the list of issues with this text as its query. */
  listIssues: (text: string) => void;
}

/** Typing on within this time asks only once. */
const restMs = 120;
const maxCommands = 12;

export function createPaletteModel({ commands, searchIssues, openIssue, listIssues }: Ports) {
  const text = signal('');
  const issues = signal<readonly Issue[]>([]);
  const failure = signal<Failure | null>(null);
  const isSearching = signal(false);
  const chosen = signal(0);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = new AbortController();

  const options = computed(() => {
    const wanted = text.value.trim();
    return [...issues.value.map((issue) => issueOption(issue, wanted, openIssue)), ...commandOptions(commands(), wanted), ...listOption(wanted, listIssues)];
  });

  function type(next: string): void {
    text.value = next;
    chosen.value = 0;
    clearTimeout(timer);
    asked.abort();
    failure.value = null;
    isSearching.value = next.trim() !== '';
    if (isSearching.value) timer = setTimeout(() => void search(), restMs);
    else issues.value = [];
  }

  async function search(): Promise<void> {
    asked = new AbortController();
    const { signal: wanted } = asked;
    isSearching.value = true;
    const answer = await searchIssues(text.peek().trim(), wanted);
    if (wanted.aborted) return;
    isSearching.value = false;
    failure.value = answer.ok ? null : answer.failure;
    issues.value = answer.ok ? answer.value : [];
  }

  function move(steps: number): void {
    const count = options.peek().length;
    if (count > 0) chosen.value = (chosen.peek() + steps + count) % count;
  }

  return { text, options, chosen, failure, isSearching, type, search, move, runChosen: () => options.peek()[chosen.peek()]?.run() };
}

function issueOption(issue: Issue, wanted: string, open: (issue: Issue) => void): Option {
  const { id, title, shortId, level, count } = issue;
  return {
    id: `issue-${id}`,
    group: 'Issues',
    icon: null,
    level,
    pieces: matchWords(title, wanted) ?? [{ text: title, isMatch: false }],
    sub: shortId,
    end: shortCount(Number(count)),
    keys: null,
    run: () => open(issue),
  };
}

function commandOptions(commands: readonly Command[], wanted: string): Option[] {
  return commands
    .flatMap(({ label, icon, group, keys = null, run }, index): Option[] => {
      const pieces = matchWords(label, wanted);
      return pieces ? [{ id: `command-${index}`, group, icon, level: null, pieces, sub: null, end: null, keys, run }] : [];
    })
    .slice(0, maxCommands);
}

function listOption(wanted: string, list: (text: string) => void): Option[] {
  if (wanted === '') return [];
  return [
    {
      id: 'search',
      group: 'Search',
      icon: 'search',
      level: null,
      pieces: [
        { text: 'Search issues for ', isMatch: false },
        { text: wanted, isMatch: true },
      ],
      sub: null,
      end: null,
      keys: null,
      run: () => list(wanted),
    },
  ];
}
