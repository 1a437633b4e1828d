import type { Failure } from '../api.ts';
import { Bone, Failed, Loading } from '../ui/states.tsx';

/** What stands where a section will be: why it is not there yet. */
export function SettingsBones({ failure, retry }: { failure: Failure | null; retry: () => void }) {
  if (failure) return <Failed title="The settings did not load" failure={failure} retry={retry} />;
  return (
    <Loading label="Loading the settings">
      <div class="settings-bones">
        <Bone wide="30%" />
        <Bone />
        <Bone />
        <Bone wide="60%" />
      </div>
    </Loading>
  );
}
