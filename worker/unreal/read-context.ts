import { readXml } from './read-xml.ts';

/** What the engine knew of itself, as texts by the names of its elements. */
export interface UnrealContext {
  properties: ReadonlyMap<string, string>;
  engine: ReadonlyMap<string, string>;
  game: ReadonlyMap<string, string>;
}

/**
 * Reads `CrashContext.runtime-xml`; null where it is no XML.
 *
 * Source: FGenericCrashContext::SerializeContentToBuffer of the engine, symbolic-unreal/src/context.rs
 */
export function readContext(document: string): UnrealContext | null {
  const root = readXml(document);
  if (!root) return null;
  const textsIn = (name: string) => new Map([...(root.children.get(name)?.children ?? [])].map(([key, { text }]) => [key, text] as const));
  return { properties: textsIn('RuntimeProperties'), engine: textsIn('EngineData'), game: textsIn('GameData') };
}
