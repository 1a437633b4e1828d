import './setup.css';
import { batch, useSignal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import type { SetupReply } from '../../worker/api/contract/organization.ts';
import { getIndex, setUp } from '../api.ts';
import { useTitle } from '../frame/screen.tsx';
import { platforms } from '../install/platforms.ts';
import { installPath } from '../places.ts';
import { indexCache } from '../resources.ts';
import { navigate } from '../router.ts';
import { SelectField, TextField } from '../ui/field.tsx';
import { type Fields, useForm } from '../ui/form.ts';
import { Mark } from '../ui/mark.tsx';
import { freshToken } from './fresh-token.ts';
import { readSetupToken } from './setup-token.ts';

const fields = ['organization.name', 'user.name', 'user.email', 'user.password', 'project.name', 'project.platform'];

/** The first visit: makes the organization, its owner and the first project. */
export function SetupPage() {
  useTitle('Set up');
  const [tokenOfAddress] = useState(() => readSetupToken(location.search, location.hash));
  const isTokenShown = useSignal(tokenOfAddress === '');
  // The token opens the installation to whoever has it, so it leaves the address bar and the history.
  useEffect(() => navigate('/setup', { replace: true }), []);

  const { form, submit, isSending, faultOf, otherFault } = useForm(send, done);

  async function send(field: Fields) {
    const answer = await setUp({
      setupToken: field('token').trim() || tokenOfAddress,
      organization: { name: field('organization') },
      user: { name: field('name'), email: field('email'), password: field('password') },
      project: { name: field('project'), platform: field('platform') },
    });
    if (!answer.ok && answer.failure.reason === 'forbidden') isTokenShown.value = true;
    // Somebody else was faster: the index says so, and the application goes to the sign-in.
    if (!answer.ok && answer.failure.reason === 'not_found') await indexCache.visit().refresh();
    return answer;
  }

  async function done({ organization, project, token }: SetupReply) {
    freshToken.value = token;
    const index = await getIndex();
    // At once: set up, but still at this address, would lead to the list of issues.
    batch(() => {
      if (index.ok) indexCache.visit().put(index.value);
      navigate(installPath(organization.slug, project.slug), { replace: true });
    });
  }

  const fault = otherFault(...fields);
  return (
    <main class="set-up" id="content" tabIndex={-1}>
      <header>
        <Mark />
        <h1>Set up Picket</h1>
        <p class="quiet-text">An organization, its owner, and a first project.</p>
      </header>
      <form ref={form} onSubmit={submit} noValidate>
        {fault && (
          <p class="form-fault" role="alert">
            {fault}
          </p>
        )}
        {isTokenShown.value && (
          <TextField
            label="Setup token"
            name="token"
            autocomplete="off"
            spellcheck={false}
            required
            hint="Printed by npm start and by npm run deploy. Only who has it may set up."
          />
        )}
        <fieldset>
          <legend>You</legend>
          <TextField label="Your name" name="name" autocomplete="name" autofocus required fault={faultOf('user.name')} />
          <TextField label="Email" name="email" type="email" autocomplete="username" required fault={faultOf('user.email')} />
          <TextField
            label="Password"
            name="password"
            type="password"
            autocomplete="new-password"
            required
            hint="8 characters or more."
            fault={faultOf('user.password')}
          />
        </fieldset>
        <fieldset>
          <legend>Your organization</legend>
          <TextField label="Name of the organization" name="organization" autocomplete="organization" required fault={faultOf('organization.name')} />
        </fieldset>
        <fieldset>
          <legend>The first project</legend>
          <TextField
            label="Name of the project"
            name="project"
            autocomplete="off"
            required
            hint="One application or service, such as storefront."
            fault={faultOf('project.name')}
          />
          <SelectField label="Platform" name="platform" fault={faultOf('project.platform')}>
            {platforms.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </SelectField>
        </fieldset>
        <button class="button primary" type="submit" disabled={isSending}>
          {isSending ? 'Setting up…' : 'Set up'}
        </button>
      </form>
    </main>
  );
}
