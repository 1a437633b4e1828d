/*
 * Splits source lines into words of one ink each. It is a reading aid, not a parser: it knows comments, strings, numbers, keywords
 * and calls of the families of languages that SDKs exist for, walks each line once, and carries only an open block over the line's end.
 */

export type Ink = 'text' | 'keyword' | 'string' | 'number' | 'comment' | 'function';
export interface Token {
  ink: Ink;
  text: string;
}

export type Language = 'python' | 'ruby' | 'php' | 'elixir' | 'c';

/** What is still open at the end of a line: the text that will close it, and its ink. */
interface OpenBlock {
  end: string;
  ink: Ink;
}

/** Longer lines are bundles that nobody reads by their colours. */
const maxLineChars = 1_000;

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

const keywords: Record<Language, ReadonlySet<string>> = {
  python: words(
    'False None True and as assert async await break case class continue def del elif else except finally for from global if import in is lambda match nonlocal not or pass raise return self try while with yield',
  ),
  ruby: words(
    'alias and begin break case class def defined? do else elsif end ensure false for if in module next nil not or raise redo rescue retry return self super then true undef unless until when while yield',
  ),
  php: words(
    'abstract and array as break case catch class clone const continue declare default do echo else elseif enum extends false final finally fn for foreach function global if implements instanceof interface match namespace new null or private protected public readonly return static switch this throw trait true try use var while yield',
  ),
  elixir: words(
    'after alias and case catch cond def defmodule defp do else end false fn for if import in nil not or quote raise receive rescue true try unless use when with',
  ),
  c: words(
    'abstract as async await auto bool boolean break byte case catch chan char class companion const constructor continue data debugger def default defer delete do double else enum export extends extern false final finally float fn for foreach from fun func function get go goto guard if impl implements import in init inline instanceof int interface internal is lateinit let long loop match mod module move mut namespace new nil null object of operator out override package private protected pub public range readonly record ref return sealed select self set short signed static string struct super suspend switch this throw throws trait true try type typeof undefined union unsafe unsigned use using val var virtual void volatile when where while with yield',
  ),
};

const lineComments: Record<Language, readonly string[]> = { python: ['#'], ruby: ['#'], php: ['//', '#'], elixir: ['#'], c: ['//'] };

const languageByExtension: Record<string, Language> = {
  py: 'python',
  pyx: 'python',
  rb: 'ruby',
  erb: 'ruby',
  rake: 'ruby',
  php: 'php',
  ex: 'elixir',
  exs: 'elixir',
};
const languageByPlatform: Record<string, Language> = { python: 'python', ruby: 'ruby', php: 'php', elixir: 'elixir' };

export function languageOf(path: string, platform: string): Language {
  const extension = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
  return languageByExtension[extension] ?? languageByPlatform[platform] ?? 'c';
}

export function tokenizeLines(lines: readonly string[], language: Language): Token[][] {
  let open: OpenBlock | null = null;
  return lines.map((line) => {
    if (line.length > maxLineChars) return [{ ink: 'text', text: line }];
    const result = tokenizeLine(line, language, open);
    open = result.open;
    return result.tokens;
  });
}

function tokenizeLine(line: string, language: Language, openBefore: OpenBlock | null): { tokens: Token[]; open: OpenBlock | null } {
  const tokens: Token[] = [];
  const put = (ink: Ink, text: string): void => {
    const last = tokens.at(-1);
    if (text === '') return;
    if (last !== undefined && last.ink === ink) last.text += text;
    else tokens.push({ ink, text });
  };

  let at = 0;
  let open = openBefore;
  while (at < line.length) {
    if (open !== null) {
      const end = line.indexOf(open.end, at);
      const stop = end < 0 ? line.length : end + open.end.length;
      put(open.ink, line.slice(at, stop));
      at = stop;
      if (end >= 0) open = null;
      continue;
    }

    const block = blockAt(line, at, language);
    if (block !== null) {
      put(block.ink, block.start);
      at += block.start.length;
      open = { end: block.end, ink: block.ink };
      continue;
    }
    if (lineComments[language].some((mark) => line.startsWith(mark, at))) {
      put('comment', line.slice(at));
      break;
    }
    const quoted = quotedLength(line, at);
    if (quoted > 0) {
      put('string', line.slice(at, at + quoted));
      at += quoted;
      continue;
    }
    const number = matchAt(/(?:0[xXbBoO][\da-fA-F_]+|\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?)[a-zA-Z]{0,3}/y, line, at);
    if (number !== null) {
      put('number', number);
      at += number.length;
      continue;
    }
    const word = matchAt(/[\p{L}_$@][\p{L}\p{N}_$]*[?!]?/uy, line, at);
    if (word !== null) {
      put(inkOfWord(word, line, at, language), word);
      at += word.length;
      continue;
    }
    const character = String.fromCodePoint(line.codePointAt(at) ?? 32);
    put('text', character);
    at += character.length;
  }
  return { tokens, open };
}

function blockAt(line: string, at: number, language: Language): { start: string; end: string; ink: Ink } | null {
  if (language === 'python' || language === 'elixir') {
    for (const quotes of ['"""', "'''"])
      if (line.startsWith(quotes, at))
        return { start: quotes, end: quotes, ink: language === 'python' && line.slice(0, at).trim() === '' ? 'comment' : 'string' };
    return null;
  }
  if ((language === 'c' || language === 'php') && line.startsWith('/*', at)) return { start: '/*', end: '*/', ink: 'comment' };
  if (language === 'c' && line[at] === '`') return { start: '`', end: '`', ink: 'string' };
  return null;
}

/** Length of the string that starts here, 0 if none does. An unclosed quote is an apostrophe or a lifetime, not a string. */
function quotedLength(line: string, at: number): number {
  const quote = line[at];
  if (quote !== '"' && quote !== "'") return 0;
  for (let index = at + 1; index < line.length; index += 1) {
    if (line[index] === '\\') index += 1;
    else if (line[index] === quote) return index + 1 - at;
  }
  return 0;
}

function inkOfWord(word: string, line: string, at: number, language: Language): Ink {
  // `row.from` and `$this->match` name members, whatever the word.
  const isMember = line[at - 1] === '.' || line.slice(Math.max(0, at - 2), at) === '->';
  if (!isMember && keywords[language].has(word.replace(/^\$/, ''))) return 'keyword';
  return line[at + word.length] === '(' ? 'function' : 'text';
}

function matchAt(pattern: RegExp, line: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(line)?.[0] ?? null;
}
