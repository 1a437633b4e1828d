import type { JSX } from 'preact';
import { captureDownloadUrl, readText } from '../api.ts';
import { copyText } from '../ui/copy-button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Menu } from '../ui/menu.tsx';
import { showToast } from '../ui/toast.tsx';

/** What can be taken away of a captured request. */
export function RequestActions({ org, project, id, onDelete }: { org: string; project: string | null; id: string; onDelete: () => void }): JSX.Element {
  return (
    <>
      <button class="button small" type="button" title="Copy as cURL (c)" onClick={() => void copyAsCurl(org, project, id)}>
        <Icon name="terminal" small />
        Copy as cURL
      </button>
      <a class="button small quiet" href={captureDownloadUrl(org, project, id, 'envelope')} download title="Download (d)">
        <Icon name="download" small />
        Download
      </a>
      <Menu
        class="button small quiet square"
        label="More with this request"
        trigger={<Icon name="ellipsis" small />}
        items={[
          { label: 'Download as a fixture folder', icon: 'folder', run: () => download(captureDownloadUrl(org, project, id, 'fixture')) },
          { label: 'Download as a curl command', icon: 'terminal', run: () => download(captureDownloadUrl(org, project, id, 'curl')) },
          { label: 'Delete this capture', icon: 'trash-2', isDanger: true, run: onDelete },
        ]}
      />
    </>
  );
}

/** Saves what is behind an address of the API, which says itself that it is a file. */
export function download(url: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = '';
  link.click();
}

/** The command is made where the masked values are known. */
export async function copyAsCurl(org: string, project: string | null, id: string): Promise<void> {
  const answer = await readText(captureDownloadUrl(org, project, id, 'curl'));
  if (!answer.ok) showToast({ icon: 'circle-alert', text: answer.failure.message });
  else if (await copyText(answer.value)) showToast({ text: 'The command is on the clipboard' });
}
