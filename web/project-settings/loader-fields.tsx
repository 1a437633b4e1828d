import type { ProjectKey, ProjectKeyChange, SdkVersion } from '../../worker/api/contract/project.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { SelectField } from '../ui/field.tsx';
import type { Fields } from '../ui/form.ts';

const versions: readonly SdkVersion[] = ['11.x', '10.x', '8.x', '7.x'];

interface LoaderFieldsProps {
  projectKey: ProjectKey;
  faultOf: (field: string) => string | undefined;
}

/** A script tag for pages without a build, and what it brings. */
export function LoaderFields({ projectKey, faultOf }: LoaderFieldsProps) {
  const { id, dsn, browserSdkVersion, dynamicSdkLoaderOptions: features } = projectKey;
  const tag = `<script src="${dsn.cdn}" crossorigin="anonymous"></script>`;
  return (
    <div class="stack">
      <p class="quiet-text">
        For pages without a build: the first script of the page. It loads the SDK when the first error happens; with tracing or replay, at once.
      </p>
      <div class="address">
        <span class="address-label">Script tag</span>
        <code>{tag}</code>
        <CopyButton text={tag} label="Copy: Script tag" />
      </div>
      <SelectField label="SDK" name={`${id}.version`} fault={faultOf(`${id}.browserSdkVersion`)}>
        {versions.map((version) => (
          <option key={version} value={version} selected={version === browserSdkVersion}>
            {version}
          </option>
        ))}
      </SelectField>
      <Switch name={`${id}.performance`} label="Tracing" isOn={features.hasPerformance} />
      <Switch name={`${id}.replay`} label="Replay" isOn={features.hasReplay} />
      <Switch name={`${id}.debug`} label="Debug bundle, which writes to the console" isOn={features.hasDebug} />
    </div>
  );
}

/** What somebody entered for the loader of a key. */
export function readLoader(field: Fields, { id, browserSdkVersion }: ProjectKey) {
  return {
    browserSdkVersion: versions.find((version) => version === field(`${id}.version`)) ?? browserSdkVersion,
    dynamicSdkLoaderOptions: {
      hasPerformance: field(`${id}.performance`) !== '',
      hasReplay: field(`${id}.replay`) !== '',
      hasDebug: field(`${id}.debug`) !== '',
    },
  } satisfies ProjectKeyChange;
}

export function isLoaderChanged(field: Fields, key: ProjectKey): boolean {
  const { browserSdkVersion, dynamicSdkLoaderOptions: now } = readLoader(field, key);
  const before = key.dynamicSdkLoaderOptions;
  return (
    browserSdkVersion !== key.browserSdkVersion ||
    now.hasPerformance !== before.hasPerformance ||
    now.hasReplay !== before.hasReplay ||
    now.hasDebug !== before.hasDebug
  );
}

function Switch({ name, label, isOn }: { name: string; label: string; isOn: boolean }) {
  return (
    <label class="switch-line">
      <input type="checkbox" name={name} defaultChecked={isOn} />
      <span>{label}</span>
    </label>
  );
}
