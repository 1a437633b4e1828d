import { expect, it } from 'vitest';
import { trimFunction } from './trim-function.ts';

it.each([
  ['Scaleform::GFx::AS3::IMEManager::DispatchEvent(char const *,char const *)', 'Scaleform::GFx::AS3::IMEManager::DispatchEvent'],
  ['void core::ptr::drop_in_place<std::vec::Vec<T>>(T*) const &', 'core::ptr::drop_in_place<T>'],
  ['<lambda_5db80dab47756d3e72c2dcd38b80b1dd>::operator()', 'lambda::operator()'],
  ['main::{lambda(int)#2}::operator()(int) const', 'main::lambda::operator()'],
  ['?A0xc3a0617d::start', "`anonymous namespace'::start"],
  ['(anonymous namespace)::start(int)', "`anonymous namespace'::start"],
  ['<actix::contextimpl::ContextFut<A, C> as futures::future::Future>::poll::h9de5fbebc1652d47', 'actix::contextimpl::ContextFut<T>::poll'],
  ['symbolicator::main::h6f87bb5c61153edd ', 'symbolicator::main'],
  ['memcpy@@GLIBC_2.14', 'memcpy'],
  ['_start@4', '_start'],
  ['foo(int) [clone .isra.0]', 'foo'],
  ['specialized thunk for @callee_guaranteed () -> ()', '@callee_guaranteed'],
  ['closure #1 in ViewController.load(sender:)', 'closure'],
  ['-[Foo bar:(int) baz]', '-[Foo bar:(int) baz]'],
  ['<redacted>', '<redacted>'],
  ['<stripped application code>', '<stripped application code>'],
  ['std::operator<<(std::ostream &, char)', 'std::operator<<'],
])('trims the native %s', (name, trimmed) => expect(trimFunction(name, 'native', 'native')).toBe(trimmed));

it('cuts the arguments of C#, and nothing of other languages', () => {
  expect(trimFunction('Handle (int a)', 'csharp', 'other')).toBe('Handle');
  expect(trimFunction('f<T>(a)', 'python', 'other')).toBe('f<T>(a)');
});
