import './settings.css';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Crumbs, Screen } from '../frame/screen.tsx';

export interface SectionLink {
  id: string;
  label: string;
  href: string;
}

interface SettingsScreenProps {
  /** What the settings are of. */
  subject: string;
  path: readonly { label: string; href: string }[];
  groups: readonly { label: string; links: readonly SectionLink[] }[];
  current: { id: string; label: string };
  /** Controls at the end of the bar. */
  actions?: ComponentChildren;
  children: ComponentChildren;
}

/** One section of settings, with the way to the others: a list beside it, or on narrow screens a strip above it. */
export function SettingsScreen({ subject, path, groups, current, actions, children }: SettingsScreenProps) {
  return (
    <Screen
      title={`${current.label} · ${subject}`}
      class="settings"
      top={
        <>
          <Crumbs path={path} here="Settings" />
          <span class="spacer" />
          {actions}
        </>
      }
    >
      <div class="settings-page">
        <SectionList groups={groups} current={current.id} />
        <div class="settings-content">
          <header>
            <p class="settings-subject">{subject}</p>
            <h1 tabIndex={-1}>{current.label}</h1>
          </header>
          {children}
        </div>
      </div>
    </Screen>
  );
}

function SectionList({ groups, current }: { groups: SettingsScreenProps['groups']; current: string }) {
  const list = useRef<HTMLElement>(null);
  useEffect(() => {
    const link = list.current?.querySelector('[aria-current]');
    if (list.current && link instanceof HTMLElement) list.current.scrollLeft = link.offsetLeft - (list.current.clientWidth - link.offsetWidth) / 2;
  }, [current]);
  return (
    <nav class="settings-nav" aria-label="Settings" ref={list}>
      {groups.map(({ label, links }) => (
        <section key={label} aria-label={label}>
          <h2>{label}</h2>
          <ul>
            {links.map(({ id, label: text, href }) => (
              <li key={href}>
                <a href={href} aria-current={id === current ? 'page' : undefined}>
                  {text}
                </a>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}
