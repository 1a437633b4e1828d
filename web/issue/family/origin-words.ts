import type { HashOrigin } from '../../../worker/api/contract/issue-hash.ts';

/** Why a hash is of an issue, in words: a sentence without its full stop, which goes on with the moment where there is one. */
export function originWords(origin: HashOrigin): { text: string; at: string | null } {
  switch (origin.type) {
    case 'own':
      return { text: 'This issue itself', at: null };
    case 'merged':
      return { text: `Merged by ${origin.user === null ? 'somebody who has left' : origin.user.name || origin.user.email}`, at: origin.dateCreated };
    case 'shared':
      return { text: 'Joined by itself: its first event has a further hash of this issue, such as that of all its frames', at: null };
  }
}

/** Why an event is in its issue. It goes on with the moment where there is one. */
export function placeWords({ hash, origin }: { hash: string; origin: HashOrigin }): { text: string; at: string | null } {
  switch (origin.type) {
    case 'own':
      return { text: `This event is here by the hash that names the issue, ${hash}.`, at: null };
    case 'merged':
      return {
        text: `This event has another hash, ${hash}, which ${origin.user === null ? 'somebody who has left' : origin.user.name || origin.user.email} merged into this issue`,
        at: origin.dateCreated,
      };
    case 'shared':
      return {
        text: `This event has another hash, ${hash}, which joined this issue by itself: its first event has a further hash of the issue, such as that of all its frames.`,
        at: null,
      };
  }
}
