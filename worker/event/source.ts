import type { Fields } from './fields.ts';

const platforms: ReadonlySet<string> = new Set(
  'as3 c cfml cocoa csharp elixir go groovy haskell java javascript native node objc other perl php python ruby'.split(' '),
);

/** The closed list of platforms that normalization, grouping and the dashboard know; all others are `other`. */
export function readPlatform(fields: Fields): string {
  const platform = fields.text('platform', 128);
  return platform !== undefined && platforms.has(platform) ? platform : 'other';
}

const maxLoggerCharacters = 64;

export function readLogger(fields: Fields, platform: string): string | undefined {
  const logger = fields.text('logger', 4096)?.trim();
  if (!logger) return undefined;
  if (/[\r\n]/.test(logger)) {
    fields.place.at('logger').noteInvalid('expected one line', logger);
    return undefined;
  }
  if (logger.length <= maxLoggerCharacters) return logger;
  return platform === 'java' ? shortenJavaLogger(logger) : fields.place.at('logger').limitText(logger, maxLoggerCharacters);
}

/** `com.example.….orders.Checkout` says most at its end: cut from the left, at a dot if there is one. */
function shortenJavaLogger(logger: string): string {
  const tail = logger.slice(-(maxLoggerCharacters - 1));
  const dot = tail.indexOf('.');
  const isWholeWord = logger.at(-maxLoggerCharacters) === '.';
  return `*${isWholeWord || dot === -1 ? tail : tail.slice(dot + 1)}`;
}
