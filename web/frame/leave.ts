import { signOut } from '../api.ts';
import { showToast } from '../ui/toast.tsx';

/** Signs out. The sign-in comes as a new document, which forgets everything that this one knew. */
export async function leave(): Promise<void> {
  const answer = await signOut();
  if (answer.ok || answer.failure.reason === 'unauthenticated') location.assign('/sign-in');
  else showToast({ icon: 'circle-alert', text: `You are still signed in. ${answer.failure.message}` });
}
