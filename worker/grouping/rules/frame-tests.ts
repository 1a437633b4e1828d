import type { FrameView } from '../frame-view.ts';
import { compileRuleGlob } from './glob.ts';
import { readYesNo, type WrittenMatcher } from './line-reader.ts';
import type { RuleWork } from './rule-work.ts';

/** Whether a frame is what a matcher asks for. */
export type FrameTest = (view: FrameView, work: RuleWork) => boolean;

/** For the matchers of stack-trace rules that look at a frame; null for those that look at its exception. Source: sentry/src/sentry/grouping/enhancer/matchers.py */
export function compileFrameTest(matcher: WrittenMatcher): FrameTest | null {
  const test = compilePositive(matcher);
  return test && matcher.isNegated ? (view, work) => !test(view, work) : test;
}

function compilePositive({ key, pattern }: WrittenMatcher): FrameTest | null {
  switch (key) {
    case 'family': {
      const families = new Set(pattern.split(','));
      return families.has('all') ? () => true : (view) => families.has(view.family);
    }
    case 'app': {
      const wanted = readYesNo(pattern);
      return (view) => view.inApp === wanted;
    }
    case 'path': {
      const test = compilePathTest(pattern);
      return (view, work) => test(view.path, work);
    }
    case 'package': {
      const test = compilePathTest(pattern);
      return (view, work) => test(view.package, work);
    }
    case 'function': {
      const glob = compileRuleGlob(pattern);
      return (view, work) => glob(view.function ?? '<unknown>', work);
    }
    case 'module': {
      const glob = compileRuleGlob(pattern);
      return (view, work) => view.frame.module !== undefined && glob(view.frame.module, work);
    }
    case 'category': {
      const glob = compileRuleGlob(pattern);
      return (view, work) => view.category !== null && glob(view.category, work);
    }
    default:
      return null;
  }
}

/** Against a path in lower case with `/`, or against the same behind a slash: a pattern for `/a.js` means `a.js` too. */
export function compilePathTest(pattern: string): (path: string | undefined, work: RuleWork) => boolean {
  const glob = compileRuleGlob(pattern.toLowerCase().replaceAll('\\', '/'), { isPath: true });
  return (path, work) => path !== undefined && (glob(path, work) || (!path.startsWith('/') && glob(`/${path}`, work)));
}
