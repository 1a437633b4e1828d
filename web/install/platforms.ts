/** A platform that somebody may choose: its id as Sentry's, and its name. The most usual ones first; the picker shows these before it is asked for more. */
export const platforms = [
  { id: 'javascript-react', name: 'React' },
  { id: 'javascript-nextjs', name: 'Next.js' },
  { id: 'javascript-vue', name: 'Vue' },
  { id: 'javascript', name: 'Browser' },
  { id: 'node', name: 'Node.js' },
  { id: 'node-cloudflare-workers', name: 'Workers' },
  { id: 'python', name: 'Python' },
  { id: 'python-django', name: 'Django' },
  { id: 'ruby-rails', name: 'Rails' },
  { id: 'php-laravel', name: 'Laravel' },
  { id: 'go', name: 'Go' },
  { id: 'node-express', name: 'Express' },
  { id: 'python-flask', name: 'Flask' },
  { id: 'ruby', name: 'Ruby' },
  { id: 'php', name: 'PHP' },
  { id: 'java', name: 'Java' },
  { id: 'java-spring-boot', name: 'Spring Boot' },
  { id: 'dotnet', name: '.NET' },
  { id: 'dotnet-aspnetcore', name: 'ASP.NET' },
  { id: 'rust', name: 'Rust' },
  { id: 'flutter', name: 'Flutter' },
  { id: 'dart', name: 'Dart' },
  { id: 'android', name: 'Android' },
  { id: 'apple-ios', name: 'iOS' },
  { id: 'react-native', name: 'React Native' },
  { id: 'other', name: 'Shell' },
] as const;

export type PlatformId = (typeof platforms)[number]['id'];

/** The platform whose guide fits what a project says it is; also for ids that only begin like one of ours, such as `python-fastapi`. */
export function platformOf(platform: string | null): PlatformId {
  const exact = platforms.find(({ id }) => id === platform);
  if (exact) return exact.id;
  const family = platforms.find(({ id }) => platform?.split('-')[0] === id);
  return family?.id ?? (platform === null ? 'javascript' : 'other');
}

export function platformName(platform: string | null): string {
  return platforms.find(({ id }) => id === platform)?.name ?? platform ?? 'Not said';
}
