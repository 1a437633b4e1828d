import './sign-in.css';
import { signIn } from '../api.ts';
import { useTitle } from '../frame/screen.tsx';
import { safeNext } from '../places.ts';
import { query } from '../router.ts';
import { TextField } from '../ui/field.tsx';
import { useForm } from '../ui/form.ts';
import { Mark } from '../ui/mark.tsx';

export function SignInPage() {
  useTitle('Sign in');
  const { form, submit, isSending, faultOf, otherFault } = useForm(
    (field) => signIn({ email: field('email'), password: field('password') }),
    // A new document forgets what was known of somebody who was signed in before.
    () => location.replace(safeNext(query.peek().get('next'))),
  );
  const fault = otherFault('email', 'password');

  return (
    <main class="sign-in" id="content" tabIndex={-1}>
      <Mark />
      <h1>Sign in to Picket</h1>
      <form ref={form} onSubmit={submit} noValidate>
        {fault && (
          <p class="form-fault" role="alert">
            {fault}
          </p>
        )}
        <TextField label="Email" name="email" type="email" autocomplete="username" autofocus required fault={faultOf('email')} />
        <TextField label="Password" name="password" type="password" autocomplete="current-password" required fault={faultOf('password')} />
        <button class="button primary" type="submit" disabled={isSending}>
          {isSending ? 'Signing in…' : 'Sign in'}
        </button>
      </form>
    </main>
  );
}
