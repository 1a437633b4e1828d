/** Sentry's defaults, by the names of the parameters that override them. */
const defaults = {
  title: 'It looks like we’re having issues.',
  subtitle: 'Our team has been notified.',
  subtitle2: 'If you’d like to help, tell us what happened below.',
  labelName: 'Name',
  labelEmail: 'Email',
  labelComments: 'What happened?',
  labelClose: 'Close',
  labelSubmit: 'Submit Crash Report',
  errorGeneric: 'An unknown error occurred while submitting your report. Please try again.',
  errorFormEntry: 'Some fields were invalid. Please correct the errors and try again.',
  successMessage: 'Your feedback has been sent. Thank you!',
  /* What the fields begin with. */
  name: '',
  email: '',
};

export type Texts = typeof defaults;

const maxCharacters = 1000;

/** What the dialog says, as the page wants it. */
export function readTexts(sent: URLSearchParams): Texts {
  const texts = { ...defaults };
  for (const name of Object.keys(defaults)) {
    const text = sent.get(name)?.slice(0, maxCharacters);
    if (isName(name) && text !== undefined) texts[name] = text;
  }
  return texts;
}

function isName(name: string): name is keyof Texts {
  return Object.hasOwn(defaults, name);
}
