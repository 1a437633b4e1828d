import './palette.css';
import { useMemo } from 'preact/hooks';
import { listIssues } from '../api.ts';
import { leave } from '../frame/leave.ts';
import { closeOverlay, overlay } from '../frame/overlay.ts';
import { chooseTheme } from '../frame/theme.ts';
import {
  explorePath,
  installPath,
  issuePath,
  issuesPath,
  issuesViewPath,
  mirrorPath,
  organizationSettingsPath,
  projectSettingsPath,
  projectsPath,
  releasesPath,
  statsPath,
  teamPath,
  teamsPath,
} from '../places.ts';
import { sections } from '../project-settings/sections.ts';
import { projectsCache, searchViewsCache, teamsCache } from '../resources.ts';
import { navigate } from '../router.ts';
import { useModal } from '../ui/dialog.tsx';
import { Icon } from '../ui/icon.tsx';
import { keyboard } from '../ui/keyboard.ts';
import { Keys } from '../ui/keys.tsx';
import { VisibleText } from '../ui/visible-text.tsx';
import { Level } from '../ui/level.tsx';
import { Bone } from '../ui/states.tsx';
import { type Command, createPaletteModel, type Option } from './palette-model.ts';

const maxIssues = 6;

/** Every place, project, issue and action behind one field. */
export function Palette({ org }: { org: string }) {
  const dialog = useModal();
  const model = useMemo(() => {
    const [projects, teams, views] = [projectsCache.visit(org), teamsCache.visit(org), searchViewsCache.visit(org)];
    const slugsOf = (list: readonly { slug: string }[] | null) => list?.map(({ slug }) => slug) ?? [];
    return createPaletteModel({
      commands: () => commandsFor(org, slugsOf(projects.value.value), slugsOf(teams.value.value), views.value.value ?? []),
      searchIssues: async (text, signal) => {
        const answer = await listIssues(org, { query: text, limit: maxIssues }, signal);
        return answer.ok ? { ok: true, value: answer.value.items } : answer;
      },
      openIssue: ({ id }) => leaveTo(issuePath(org, id)),
      listIssues: (text) => leaveTo(`${issuesPath(org)}?query=${encodeURIComponent(text)}`),
    });
  }, [org]);
  const options = model.options.value;
  const chosen = options[model.chosen.value];

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') model.move(1);
    else if (event.key === 'ArrowUp') model.move(-1);
    else if (event.key === 'Enter' && !event.isComposing) model.runChosen();
    else if (event.key === '?' && model.text.peek() === '') overlay.value = 'keys';
    else return;
    event.preventDefault();
    queueMicrotask(() => document.querySelector('.palette [aria-selected="true"]')?.scrollIntoView({ block: 'nearest' }));
  };

  return (
    <dialog class="palette" ref={dialog} aria-label="Find or do" onCancel={closeOverlay} onClick={(event) => event.target === dialog.current && closeOverlay()}>
      <div class="palette-field">
        <Icon name="search" />
        <input
          type="text"
          role="combobox"
          aria-label="Find or do"
          aria-expanded="true"
          aria-controls="palette-list"
          aria-activedescendant={chosen?.id}
          aria-autocomplete="list"
          autocomplete="off"
          spellcheck={false}
          placeholder="Go to, do, or find an issue"
          autofocus
          value={model.text.value}
          onInput={(event) => model.type(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <button class="button quiet small" type="button" title="Close" onClick={closeOverlay}>
          <Keys keys="Escape" />
          <span class="visually-hidden">closes</span>
        </button>
      </div>
      <div class="palette-list menu" id="palette-list" role="listbox" aria-label="Results">
        {groupsOf(options).map(([group, members]) => (
          <div key={group} role="group" aria-label={group}>
            <div class="menu-head" aria-hidden="true">
              {group}
            </div>
            {members.map((option) => (
              <OptionLine key={option.id} option={option} isChosen={option === chosen} />
            ))}
          </div>
        ))}
      </div>
      {model.isSearching.value && (
        <div class="palette-searching loading" aria-hidden="true">
          <Bone wide="60%" />
        </div>
      )}
      {model.failure.value && (
        <p class="palette-failure" role="alert">
          Issues could not be searched; places and actions can. {model.failure.value.message}
          <button class="button small" type="button" onClick={() => void model.search()}>
            <Icon name="rotate-cw" small />
            Try again
          </button>
        </p>
      )}
      <p class="visually-hidden" role="status">
        {options.length === 1 ? '1 result' : `${options.length} results`}
      </p>
      <footer class="palette-foot">
        <span>
          <Keys keys="ArrowUp ArrowDown" /> choose
        </span>
        <span>
          <Keys keys="Enter" /> open
        </span>
        <span class="end">
          <Keys keys="?" /> all keys
        </span>
      </footer>
    </dialog>
  );
}

function OptionLine({ option: { id, icon, level, pieces, sub, end, keys, run }, isChosen }: { option: Option; isChosen: boolean }) {
  return (
    <div role="option" id={id} aria-selected={isChosen} onClick={run}>
      {level && <Level level={level} />}
      {icon && <Icon name={icon} />}
      <bdi class="clip">
        {pieces.map(({ text, isMatch }, index) => {
          const shown = <VisibleText key={index} text={text} />;
          return isMatch ? <mark key={index}>{shown}</mark> : shown;
        })}
      </bdi>
      {sub && (
        <bdi class="sub clip">
          <VisibleText text={sub} />
        </bdi>
      )}
      {end && <span class="end count">{end}</span>}
      {keys && (
        <span class="end">
          <Keys keys={keys} />
        </span>
      )}
    </div>
  );
}

function groupsOf(options: readonly Option[]): [string, Option[]][] {
  const groups = new Map<string, Option[]>();
  for (const option of options) groups.set(option.group, [...(groups.get(option.group) ?? []), option]);
  return [...groups];
}

/** Actions of the screen below first, then places, then the rest. */
function commandsFor(org: string, projects: readonly string[], teams: readonly string[], views: readonly { id: string; name: string }[]): Command[] {
  const actions = keyboard.list
    .peek()
    .flatMap(({ name, bindings }) =>
      bindings.flatMap(({ icon, label, keys, run }): Command[] => (icon ? [{ group: name, icon, label, keys, run: () => afterClosing(run) }] : [])),
    );
  return [
    ...actions,
    { group: 'Go to', icon: 'inbox', label: 'Issues', keys: 'g i', run: () => leaveTo(issuesPath(org)) },
    { group: 'Go to', icon: 'telescope', label: 'Explore: any question about events', keys: 'g e', run: () => leaveTo(explorePath(org)) },
    { group: 'Go to', icon: 'folder', label: 'Projects', keys: 'g p', run: () => leaveTo(projectsPath(org)) },
    { group: 'Go to', icon: 'package', label: 'Releases', keys: 'g r', run: () => leaveTo(releasesPath(org)) },
    { group: 'Go to', icon: 'users', label: 'Teams', keys: 'g t', run: () => leaveTo(teamsPath(org)) },
    { group: 'Go to', icon: 'radio-tower', label: 'Mirror: requests as they came in', keys: 'g m', run: () => leaveTo(mirrorPath(org, null)) },
    { group: 'Go to', icon: 'chart-column-stacked', label: 'Stats: what became of events', keys: 'g s', run: () => leaveTo(statsPath(org)) },
    ...views.map(({ id, name }): Command => ({ group: 'Views', icon: 'bookmark', label: `View ${name}`, run: () => leaveTo(issuesViewPath(org, id)) })),
    ...projects.flatMap((slug): Command[] => [
      { group: 'Projects', icon: 'inbox', label: `Issues of ${slug}`, run: () => leaveTo(issuesPath(org, slug)) },
      { group: 'Projects', icon: 'settings', label: `Settings of ${slug}`, run: () => leaveTo(projectSettingsPath(org, slug)) },
      { group: 'Projects', icon: 'radio-tower', label: `Mirror of ${slug}`, run: () => leaveTo(mirrorPath(org, slug)) },
      { group: 'Projects', icon: 'terminal', label: `Install the SDK for ${slug}`, run: () => leaveTo(installPath(org, slug)) },
    ]),
    ...projects.flatMap((slug) =>
      sections.map(({ id, label }): Command => ({
        group: 'Settings',
        icon: 'settings',
        label: `${label} of ${slug}`,
        run: () => leaveTo(projectSettingsPath(org, slug, id)),
      })),
    ),
    { group: 'Settings', icon: 'settings', label: 'Data scrubbing of all projects', run: () => leaveTo(organizationSettingsPath(org, 'scrubbing')) },
    { group: 'Settings', icon: 'settings', label: 'Retention of all projects', run: () => leaveTo(organizationSettingsPath(org, 'retention')) },
    ...teams.map((slug): Command => ({ group: 'Teams', icon: 'users', label: `Team #${slug}`, run: () => leaveTo(teamPath(org, slug)) })),
    { group: 'Do', icon: 'plus', label: 'Add a project', run: () => leaveTo(`${projectsPath(org)}?new`) },
    { group: 'Do', icon: 'plus', label: 'Add a team', run: () => leaveTo(`${teamsPath(org)}?new`) },
    { group: 'Do', icon: 'keyboard', label: 'Show all keys', keys: '?', run: () => (overlay.value = 'keys') },
    { group: 'Do', icon: 'sun-moon', label: 'Theme: light', run: () => afterClosing(() => chooseTheme('light')) },
    { group: 'Do', icon: 'sun-moon', label: 'Theme: dark', run: () => afterClosing(() => chooseTheme('dark')) },
    { group: 'Do', icon: 'sun-moon', label: 'Theme: as the system', run: () => afterClosing(() => chooseTheme('system')) },
    { group: 'Do', icon: 'log-out', label: 'Sign out', run: () => void leave() },
  ];
}

function leaveTo(href: string): void {
  closeOverlay();
  navigate(href);
}

/** What is below the palette can be used only once it is gone. */
function afterClosing(run: () => void): void {
  closeOverlay();
  setTimeout(run);
}
