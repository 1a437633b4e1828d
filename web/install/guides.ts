import type { Guide } from './guide.ts';
import { browser, express, nextjs, node, react, reactNative, vue, workers } from './guides/javascript.ts';
import { android, dart, flutter, ios } from './guides/mobile.ts';
import { aspnet, django, dotnet, flask, go, java, laravel, php, python, rails, ruby, rust, shell, springBoot } from './guides/server.ts';
import type { PlatformId } from './platforms.ts';

export const guides: Record<PlatformId, Guide> = {
  javascript: browser,
  'javascript-react': react,
  'javascript-vue': vue,
  'javascript-nextjs': nextjs,
  node,
  'node-express': express,
  'node-cloudflare-workers': workers,
  python,
  'python-django': django,
  'python-flask': flask,
  ruby,
  'ruby-rails': rails,
  php,
  'php-laravel': laravel,
  go,
  java,
  'java-spring-boot': springBoot,
  dotnet,
  'dotnet-aspnetcore': aspnet,
  rust,
  flutter,
  dart,
  android,
  'apple-ios': ios,
  'react-native': reactNative,
  other: shell,
};
