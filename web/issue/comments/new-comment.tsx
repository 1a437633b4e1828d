import type { JSX } from 'preact';
import type { Issue } from '../../../worker/api/contract/issue.ts';
import { createNote } from '../../api.ts';
import type { Resource } from '../../cache.ts';
import { announce } from '../../ui/announce.ts';
import type { People } from '../actions/people.ts';
import { Composer } from './composer.tsx';
import { withNote } from './notes.ts';
import './comments.css';

interface NewCommentProps {
  org: string;
  issueId: string;
  people: People;
  resource: Pick<Resource<Issue>, 'value' | 'put'>;
}

/** Where the next comment is written. */
export function NewComment({ org, issueId, people, resource }: NewCommentProps): JSX.Element {
  const send = async (text: string) => {
    const answer = await createNote(org, issueId, { text });
    const issue = resource.value.peek();
    if (answer.ok && issue !== null) resource.put(withNote(issue, answer.value));
    if (answer.ok) announce('Comment written.');
    return answer;
  };
  return <Composer label="Comment" action="Comment" persons={people.persons} send={send} />;
}
