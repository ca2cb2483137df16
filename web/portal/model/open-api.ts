/** The parts of an OpenAPI 3.1 document that the portal reads. */
export interface OpenApi {
  readonly info: {
    readonly title: string;
    readonly version: string;
    readonly summary: string;
    readonly description: string;
  };
  readonly servers: readonly { readonly url: string }[];
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly securitySchemes: Readonly<Record<string, SecurityScheme>>;
  };
  readonly 'x-error-codes': Readonly<Record<string, RegisteredError>>;
}

export interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description: string;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required: boolean; readonly content: Partial<JsonContent & FormContent> };
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly content?: JsonContent | FileContent }>
  >;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly description?: string;
  readonly schema: Schema;
  readonly example?: string;
  readonly 'x-addition'?: boolean;
}

export interface MediaType {
  readonly schema: Schema;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly summary?: string; readonly value: unknown }>>;
  /** JSON text of the part of the answer that is shown first. */
  readonly 'x-excerpt'?: string;
}

interface JsonContent {
  readonly 'application/json': MediaType;
}

/** A part of a multipart body: a text, or a file with what is in it. */
export type FormPart =
  | { readonly name: string; readonly value: string }
  | {
      readonly name: string;
      readonly fileName: string;
      readonly contentType: string;
      readonly content: string | Blob;
    };

interface FormContent {
  readonly 'multipart/form-data': MediaType & { readonly 'x-parts': readonly FormPart[] };
}

/** Of an answer that is no JSON: by its media type. */
type FileContent = Readonly<Record<string, { readonly schema: Schema }>>;

export interface SecurityScheme {
  readonly type: 'apiKey' | 'http';
  readonly name?: string;
  readonly description: string;
  readonly 'x-addition'?: boolean;
}

export interface RegisteredError {
  readonly status: number;
  readonly message: string;
  readonly action: string;
  readonly details?: readonly string[];
}

/** A JSON Schema, as zod writes it. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly additionalProperties?: Schema | boolean;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: unknown;
  readonly pattern?: string;
  /** True where the field goes beyond the reference; a list where only these values of its enum do. */
  readonly 'x-addition'?: boolean | readonly string[];
}
