import { issuesPath } from '../places.ts';
import { Empty } from '../ui/states.tsx';
import { Screen } from './screen.tsx';

export function NotFound({ org }: { org: string }) {
  return (
    <Screen title="Not found" class="not-found" top={<h1>Not found</h1>}>
      <Empty
        title="There is nothing at this address"
        action={
          <a class="button" href={issuesPath(org)}>
            To the issues
          </a>
        }
      >
        The link may be old, or meant for an organization that you do not belong to.
      </Empty>
    </Screen>
  );
}
