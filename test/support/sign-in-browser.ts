/** A browser without scripts, as far as sign-in needs one: it keeps cookies, follows what it is told, and sends forms. */
export interface ScriptlessBrowser {
  /** What stands in the address bar. */
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
  readonly cookies: ReadonlyMap<string, string>;
  open(url: string): Promise<void>;
  /** Presses the button of this value, with what is typed into its form. */
  press(button: string, typed?: Readonly<Record<string, string>>): Promise<void>;
  /** Follows the link with these words in it. */
  follow(words: string): Promise<void>;
}

interface BrowserOptions {
  /** Redirects to other hosts than this are not followed: `url` says where they lead. */
  readonly origin: string;
  /** Sent with each request; a cookie beside those of the jar. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Opens a browser without scripts and with an empty cookie jar. */
export function openScriptlessBrowser({ origin, headers = {} }: BrowserOptions): ScriptlessBrowser {
  const jar = new Map<string, string>();
  const state = { url: '', status: 0, headers: new Headers(), html: '' };

  async function request(url: string, form?: URLSearchParams): Promise<void> {
    const kept = [...jar].map(([name, value]) => `${name}=${value}`);
    const cookie = [...(headers.cookie ? [headers.cookie] : []), ...kept].join('; ');
    const response = await fetch(url, {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { ...(form ? { origin } : {}), ...headers, ...(cookie ? { cookie } : {}) },
      ...(form ? { body: form } : {}),
    });
    for (const set of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(set)!;
      if (/max-age=0|expires=thu, 01 jan 1970/i.test(set)) jar.delete(name!);
      else jar.set(name!, value!);
    }
    const text = await response.text();
    Object.assign(state, { url, status: response.status, headers: response.headers, html: text });
    const location = response.headers.get('location');
    if (location === null) return;
    const next = new URL(location, url).href;
    if (new URL(next).origin === origin) return request(next);
    state.url = next;
  }

  const decode = (text: string) =>
    text
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&');
  const attribute = (tag: string, name: string) =>
    decode(new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '');

  return {
    get url() {
      return state.url;
    },
    get status() {
      return state.status;
    },
    get headers() {
      return state.headers;
    },
    get html() {
      return state.html;
    },
    cookies: jar,
    open: (url) => request(url),
    async press(button, typed = {}) {
      const form = [...state.html.matchAll(/<form[\s\S]*?<\/form>/g)]
        .map(([text]) => text)
        .find((text) => text.includes(`name="step" value="${button}"`));
      if (!form) throw new Error(`No form of the page has the button ${button}:\n${state.html}`);
      const fields = new URLSearchParams();
      for (const [tag] of form.matchAll(/<input[^>]*>/g))
        fields.set(attribute(tag, 'name'), attribute(tag, 'value'));
      for (const [name, value] of Object.entries(typed)) fields.set(name, value);
      fields.set('step', button);
      await request(new URL(attribute(form, 'action'), state.url).href, fields);
    },
    async follow(words) {
      const link = [...state.html.matchAll(/<a [^>]*>[\s\S]*?<\/a>/g)]
        .map(([text]) => text)
        .find((text) => decode(text.replaceAll(/<[^>]*>/g, '')).includes(words));
      if (!link) throw new Error(`No link of the page says ${words}:\n${state.html}`);
      await request(new URL(attribute(link, 'href'), state.url).href);
    },
  };
}
