/** A file of a multipart body. */
export interface SentFile {
  readonly name: string;
  readonly type?: string;
  readonly bytes: Buffer | string;
}

/** A multipart body as a browser makes it, with the header that goes with it. */
export async function multipart(files: readonly SentFile[], titles: readonly string[] = []) {
  const form = new FormData();
  for (const { name, type, bytes } of files)
    form.append('file', new Blob([Uint8Array.from(Buffer.from(bytes))], type ? { type } : {}), name);
  for (const title of titles) form.append('title', title);
  const request = new Response(form);
  return {
    rawBody: new Uint8Array(await request.arrayBuffer()),
    headers: { 'content-type': request.headers.get('content-type')! },
  };
}
