import type { Texts } from './texts.ts';

export interface DialogFacts {
  /** Where the dialog posts to, should the script not know its own address. */
  endpoint: string;
  texts: Texts;
}

/** The script that draws the dialog. */
export function dialogScript(facts: DialogFacts): string {
  // Inside a script of its own nothing needs to be escaped but what JSON allows and old JavaScript does not.
  return `${source}(window, document, ${JSON.stringify(facts).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')});\n`;
}

const styles = `
  dialog { color-scheme: light dark; font: 400 15px/1.5 system-ui, sans-serif; color: light-dark(#16201e, #e7ecea); background: light-dark(#fff, #1d2322);
    box-sizing: border-box; width: min(520px, calc(100vw - 32px)); max-height: calc(100dvh - 32px); overflow: auto; padding: 24px; margin: auto;
    border: 1px solid light-dark(#e1e7e5, #283130); border-radius: 10px; box-shadow: 0 16px 48px rgb(0 0 0 / 0.3); }
  dialog::backdrop { background: rgb(20 32 29 / 0.5); }
  h2 { font-size: 20px; line-height: 1.3; margin: 0 0 4px; text-wrap: balance; }
  p { margin: 0; overflow-wrap: anywhere; }
  .lead { color: light-dark(#43504c, #b0bbb7); }
  form { display: grid; gap: 14px; margin-top: 18px; }
  label { display: grid; gap: 4px; font-weight: 600; }
  input, textarea { box-sizing: border-box; width: 100%; font: inherit; font-weight: 400; color: inherit; background: light-dark(#fff, #111514);
    padding: 8px 10px; border: 1px solid light-dark(#84918d, #68756f); border-radius: 6px; }
  textarea { min-height: 120px; resize: vertical; }
  :focus-visible { outline: 2px solid light-dark(#0a6a5b, #55cbb2); outline-offset: 1px; }
  [aria-invalid=true] { border-color: light-dark(#b3261e, #ff8a80); }
  .flaw, .failure { font-weight: 400; color: light-dark(#b3261e, #ff8a80); }
  .buttons { display: flex; flex-wrap: wrap; gap: 10px; margin-top: 4px; }
  .done { margin: 18px 0; }
  button { font: inherit; font-weight: 600; min-height: 40px; padding: 6px 16px; border-radius: 6px; border: 1px solid light-dark(#84918d, #68756f);
    color: inherit; background: none; cursor: pointer; }
  button[type=submit] { color: light-dark(#fff, #04211b); background: light-dark(#0a6a5b, #45bfa5); border-color: transparent; }
  button:disabled { opacity: 0.6; cursor: default; }
`;

/**
 * The dialog lives in a shadow root, so that neither the page's styles reach it nor its own reach the page, and brings its styles as a sheet that a page's
 * Content-Security-Policy does not forbid. All texts are set as text: what stands in the address can never become markup.
 *
 * `onClose` of the SDK waits for the message that leaves with the dialog. The SDK listens on its own window; Sentry's dialog tells the one above, too.
 */
const source = `(function (window, document, facts) {
  'use strict';
  var texts = facts.texts;
  var endpoint = (document.currentScript && document.currentScript.src) || facts.endpoint;

  function make(name, parts, children) {
    var element = document.createElement(name);
    Object.keys(parts).forEach(function (key) {
      if (key === 'text') element.textContent = parts.text;
      else element.setAttribute(key, parts[key]);
    });
    (children || []).forEach(function (child) {
      element.appendChild(child);
    });
    return element;
  }

  function field(name, label, control) {
    var flaw = make('span', { class: 'flaw', id: 'flaw-' + name });
    control.name = name;
    control.required = true;
    control.setAttribute('aria-describedby', flaw.id);
    return { name: name, control: control, flaw: flaw, label: make('label', {}, [make('span', { text: label }), control, flaw]) };
  }

  var fields = [
    field('name', texts.labelName, make('input', { type: 'text', maxlength: 128, autocomplete: 'name', value: texts.name })),
    field('email', texts.labelEmail, make('input', { type: 'email', maxlength: 75, autocomplete: 'email', value: texts.email })),
    field('comments', texts.labelComments, make('textarea', { rows: 5 })),
  ];
  var failure = make('p', { class: 'failure', role: 'alert' });
  var submit = make('button', { type: 'submit', text: texts.labelSubmit });
  var close = make('button', { type: 'button', text: texts.labelClose });
  var buttons = make('div', { class: 'buttons' }, [submit, close]);
  var form = make('form', { novalidate: '' }, fields.map(function (each) { return each.label; }).concat([failure, buttons]));
  var lead = make('p', { class: 'lead', text: [texts.subtitle, texts.subtitle2].filter(Boolean).join(' ') });
  var dialog = make('dialog', { 'aria-labelledby': 'title' }, [make('h2', { id: 'title', text: texts.title }), lead, form]);

  var host = make('div', { 'data-sentry-report-dialog': '' });
  var shadow = host.attachShadow({ mode: 'open' });
  shadow.appendChild(dialog);
  addStyles();

  function addStyles() {
    var css = ${JSON.stringify(styles)};
    if ('adoptedStyleSheets' in shadow && 'replaceSync' in CSSStyleSheet.prototype) {
      var sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      shadow.adoptedStyleSheets = [sheet];
    } else {
      shadow.insertBefore(make('style', { text: css }), dialog);
    }
  }

  function send(body) {
    return window.fetch(endpoint, {
      method: 'POST',
      headers: { Accept: 'application/json', 'Content-Type': 'application/x-www-form-urlencoded' },
      body: body.toString(),
    });
  }

  function showFlaws(flaws) {
    var first = null;
    fields.forEach(function (each) {
      var sentences = flaws[each.name] || [];
      each.flaw.textContent = sentences.join(' ');
      each.control.setAttribute('aria-invalid', String(sentences.length > 0));
      if (sentences.length > 0) first = first || each.control;
    });
    if (first) first.focus();
  }

  function showSuccess() {
    lead.remove();
    form.replaceWith(make('p', { class: 'done', role: 'status', text: texts.successMessage }));
    dialog.appendChild(close);
    close.focus();
  }

  form.addEventListener('submit', function (event) {
    event.preventDefault();
    if (submit.disabled) return;
    submit.disabled = true;
    failure.textContent = '';
    var body = new URLSearchParams();
    fields.forEach(function (each) {
      body.append(each.name, each.control.value);
    });
    send(body)
      .then(function (answer) {
        if (answer.ok) return showSuccess();
        return answer.json().then(function (found) {
          failure.textContent = found.errors ? texts.errorFormEntry : texts.errorGeneric;
          showFlaws(found.errors || {});
        });
      })
      .catch(function () {
        failure.textContent = texts.errorGeneric;
      })
      .then(function () {
        submit.disabled = false;
      });
  });
  close.addEventListener('click', function () {
    dialog.close();
  });
  dialog.addEventListener('close', function () {
    host.remove();
    var closed = '__sentry_reportdialog_closed__';
    window.postMessage(closed, '*');
    if (window.parent !== window) window.parent.postMessage(closed, '*');
  });
  // What is typed into the dialog is no shortcut of the page.
  ['keydown', 'keyup', 'keypress'].forEach(function (type) {
    dialog.addEventListener(type, function (event) {
      event.stopPropagation();
    });
  });

  function show() {
    var before = document.querySelector('[data-sentry-report-dialog]');
    if (before) before.remove();
    document.body.appendChild(host);
    dialog.showModal();
    var empty = fields.filter(function (each) { return each.control.value === ''; })[0];
    (empty ? empty.control : close).focus();
  }
  if (document.body) show();
  else document.addEventListener('DOMContentLoaded', show);
})`;
