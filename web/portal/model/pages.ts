import type { Attribute } from './attributes.ts';
import type { FormPart } from './open-api.ts';

/** What every page of the portal has. */
interface PageBasics {
  /** Without a trailing slash: `/docs/invoices/create-invoice`. Its Markdown twin has `.md` after it. */
  readonly path: string;
  readonly title: string;
  /** One sentence, plain text: for search results, llms.txt and the page's meta description. */
  readonly summary: string;
  /** The group of the sidebar that it stands in. */
  readonly group: string;
}

export interface GuidePage extends PageBasics {
  readonly kind: 'guide';
  /** Markdown, without the heading of the page. */
  readonly markdown: string;
}

export interface EndpointPage extends PageBasics {
  readonly kind: 'endpoint';
  readonly operationId: string;
  readonly method: string;
  /** With `{name}` for parameters. */
  readonly endpoint: string;
  /** Where samples call, without a trailing slash. */
  readonly server: string;
  /** Markdown. */
  readonly description: string;
  /** What a caller must show. */
  readonly access: 'partner' | 'signature' | 'public';
  readonly headers: readonly Attribute[];
  readonly pathParameters: readonly Attribute[];
  readonly queryParameters: readonly Attribute[];
  readonly body: readonly Attribute[];
  readonly bodyExample: unknown;
  /** Of a multipart body: the parts of its example. */
  readonly form?: readonly FormPart[] | undefined;
  readonly responses: readonly EndpointResponse[];
}

export interface EndpointResponse {
  readonly status: string;
  /** `Invoice created successfully.`, `Bad Request`. */
  readonly description: string;
  readonly attributes: readonly Attribute[];
  /** The media type of an answer that is a file. */
  readonly file?: string;
  /** JSON text that is shown before the full example. */
  readonly excerpt?: string;
  /** By error code; a success has one, named `answer`. */
  readonly examples: readonly { readonly name: string; readonly summary: string; readonly value: unknown }[];
}

export interface ErrorPage extends PageBasics {
  readonly kind: 'error';
  readonly code: string;
  readonly status: number;
  readonly message: string;
  /** Markdown: what to do. */
  readonly action: string;
  /** What `details` holds with this code. */
  readonly details: readonly Attribute[];
  /** An answer with this code: that of an endpoint, or the envelope where none lists it. */
  readonly example: unknown;
  /** The endpoints that can answer it. */
  readonly endpoints: readonly EndpointPage[];
}

export type Page = GuidePage | EndpointPage | ErrorPage;

export interface Group {
  readonly name: string;
  /** Markdown; empty for guides. */
  readonly description: string;
  readonly pages: readonly Page[];
}

export interface Portal {
  readonly title: string;
  readonly version: string;
  /** One sentence, plain text. */
  readonly summary: string;
  /** Markdown: what holds for every call. */
  readonly description: string;
  /** Where a server listens that was started as it comes. */
  readonly baseUrl: string;
  readonly groups: readonly Group[];
  /** Every page, in the order of the sidebar. */
  readonly pages: readonly Page[];
}
