import type { ProjectKey, SdkVersion } from '../../worker/api/contract/project.ts';
import { changeKey } from '../api.ts';
import type { Resource } from '../cache.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { SelectField } from '../ui/field.tsx';
import { useForm } from '../ui/form.ts';
import { showToast } from '../ui/toast.tsx';

const versions: readonly SdkVersion[] = ['11.x', '10.x', '8.x', '7.x'];

interface LoaderFormProps {
  org: string;
  /** Of the project. */
  slug: string;
  projectKey: ProjectKey;
  keys: Resource<ProjectKey[]>;
}

/** A script tag for pages without a build, and what it brings. */
export function LoaderForm({ org, slug, projectKey, keys }: LoaderFormProps) {
  const { id, dsn, browserSdkVersion, dynamicSdkLoaderOptions: features } = projectKey;
  const tag = `<script src="${dsn.cdn}" crossorigin="anonymous"></script>`;
  const { form, submit, isSending, faultOf, otherFault } = useForm(
    (field) =>
      changeKey(org, slug, id, {
        browserSdkVersion: versions.find((version) => version === field('version')) ?? browserSdkVersion,
        dynamicSdkLoaderOptions: { hasPerformance: field('performance') !== '', hasReplay: field('replay') !== '', hasDebug: field('debug') !== '' },
      }),
    (changed) => {
      keys.put((keys.value.peek() ?? []).map((key) => (key.id === changed.id ? changed : key)));
      showToast({ text: 'Saved. Pages get it within an hour.' });
    },
  );
  const fault = otherFault('browserSdkVersion');
  return (
    <form class="stack" ref={form} onSubmit={submit} noValidate>
      <p class="quiet-text">
        For pages without a build: the first script of the page. It loads the SDK when the first error happens; with tracing or replay, at once.
      </p>
      <div class="address">
        <span class="address-label">Script tag</span>
        <code>{tag}</code>
        <CopyButton text={tag} label="Copy: Script tag" />
      </div>
      {fault && (
        <p class="form-fault" role="alert">
          {fault}
        </p>
      )}
      <SelectField label="SDK" name="version" fault={faultOf('browserSdkVersion')}>
        {versions.map((version) => (
          <option key={version} value={version} selected={version === browserSdkVersion}>
            {version}
          </option>
        ))}
      </SelectField>
      <Switch name="performance" label="Tracing" isOn={features.hasPerformance} />
      <Switch name="replay" label="Replay" isOn={features.hasReplay} />
      <Switch name="debug" label="Debug bundle, which writes to the console" isOn={features.hasDebug} />
      <button class="button small" type="submit" disabled={isSending}>
        {isSending ? 'Saving…' : 'Save'}
      </button>
    </form>
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
