import type { Family } from './family.ts';

/**
 * A function's name without what differs between compilers and builds: arguments, generics, hashes. The other languages' names stay as they are.
 *
 *     std::sys_common::__rust_begin<T, U>(void (*)(int)) const  →  std::sys_common::__rust_begin<T>
 *
 * Source: sentry/src/sentry/stacktraces/functions.py
 */
export function trimFunction(name: string, platform: string, family: Family): string {
  if (platform === 'csharp') return name.split(' (', 1)[0] ?? name;
  return family === 'native' ? trimNative(name) : name;
}

function trimNative(written: string): string {
  const name = written.trim();
  if (/^<[\w ]+>$|^[+-]?\[/.test(name)) return name;
  const unmarked = name.replace(/\[clone [^\]]{0,64}\]/g, '').replace(/(?:\s*\bconst|\s*&)+\s*$/, '');
  const readable = unmarked.replace(lambda, 'lambda').replace(anonymousNamespace, "`anonymous namespace'::");
  const bare = withoutGenerics(withoutArguments(readable.replaceAll(arrow, ' -> ')));
  return withoutSuffixes(lastToken(bare)) || name;
}

/** Of gcc, Microsoft and clang. */
const lambda = /\{lambda\([^)]{0,256}\)#\d{1,6}\}|(?:<lambda_[0-9a-f]{32}>|\blambda_[0-9a-f]{32}\b)|\$_\d{1,6}\b/g;
const anonymousNamespace = /\?A0x[0-9a-f]{8}::|\(anonymous namespace\)::/g;
const arrow = /\s*->\s*/g;

/** Whatever stands in parentheses, unless it is the name: `operator()`. */
function withoutArguments(name: string): string {
  let depth = 0;
  let kept = '';
  for (let at = 0; at < name.length; at += 1) {
    const sign = name.charAt(at);
    if (sign === '(' && depth === 0 && kept.endsWith('operator') && name.charAt(at + 1) === ')') {
      kept += '()';
      at += 1;
    } else if (sign === '(') depth += 1;
    else if (sign === ')') depth = Math.max(0, depth - 1);
    else if (depth === 0) kept += sign;
  }
  return kept.trim();
}

/** `a<b<c>>::d<e>` is `a<T>::d<T>`. What begins with a bracket is Rust's `<A as B>::f`, of which the type stays: `A::f` would be another function. */
function withoutGenerics(name: string): string {
  let depth = 0;
  let kept = '';
  let inner = '';
  for (let at = 0; at < name.length; at += 1) {
    const sign = name.charAt(at);
    const isOperator = /operator[<>=-]{0,2}$/.test(kept.slice(-10)) && depth === 0;
    if (sign === '<' && !isOperator) {
      depth += 1;
      if (depth > 1) inner += sign;
    } else if (sign === '>' && depth > 0 && name.charAt(at - 1) !== '-') {
      depth -= 1;
      if (depth > 0) inner += sign;
      else {
        kept += kept === '' ? rustType(inner) : '<T>';
        inner = '';
      }
    } else if (depth > 0) inner += sign;
    else kept += sign;
  }
  return depth > 0 ? name : kept;
}

function rustType(inner: string): string {
  const type = inner.split(' as ', 1)[0] ?? inner;
  return type.includes('<') ? withoutGenerics(type) : type;
}

/** What stands before a name is its return type and words of the language; Swift puts the return type behind an arrow. */
function lastToken(name: string): string {
  const [declared = name] = name.split(/ ->(?: |$)/, 1);
  const tokens = declared.replaceAll("`anonymous namespace'", "`anonymous\u0000namespace'").split(/\s+/).filter(Boolean);
  const operator = tokens.findLastIndex((token) => /(?:^|::)operator$/.test(token));
  const isSwiftClosure = /^closure #\d/.test(declared);
  const token = operator >= 0 ? tokens.slice(operator).join(' ') : isSwiftClosure ? 'closure' : tokens.at(-1);
  return (token ?? '').replaceAll('\u0000', ' ').replace(/^[*&]+/, '');
}

function withoutSuffixes(name: string): string {
  return name
    .replace(/::h[0-9a-f]{16}$/, '')
    .replace(/@@?GLIBC_[\d.]{1,16}$/, '')
    .replace(/@\d{1,6}$/, '');
}
