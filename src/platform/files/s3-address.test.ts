import { expect, it } from 'vitest';
import { readS3Address } from './s3-address.ts';

it('a bucket alone is one of AWS, and of others it stands in the path', () => {
  expect(readS3Address('s3://my-bucket')).toEqual({
    bucket: 'my-bucket',
    prefix: '',
    endpoint: undefined,
    region: undefined,
    pathStyle: false,
  });
  expect(readS3Address('s3://my.bucket/a/b/?endpoint=https://s3.example.com&region=eu-1')).toEqual({
    bucket: 'my.bucket',
    prefix: 'a/b/',
    endpoint: 'https://s3.example.com',
    region: 'eu-1',
    pathStyle: true,
  });
  expect(readS3Address('s3://my-bucket?endpoint=http://[::1]:9000/&pathStyle=0').pathStyle).toBe(false);
  expect(readS3Address('s3://my-bucket?pathStyle=1').pathStyle).toBe(true);
});

it.each([
  ['https://my-bucket', 'must begin with s3://'],
  ['s3://', 'must begin with s3://'],
  ['s3://My_Bucket', 'must begin with s3://'],
  ['s3://key:secret@my-bucket', 'must hold no credentials'],
  ['s3://my-bucket?endpoint=ftp://x', 'must have as endpoint'],
  ['s3://my-bucket?endpoint=https://key:secret@x', 'must have as endpoint'],
  ['s3://my-bucket?endpoint=https://x/path', 'must have as endpoint'],
  ['s3://my-bucket?secret=hush', 'may have endpoint, region, pathStyle, and nothing else'],
  ['s3://my-bucket?pathStyle=yes', 'must have as pathStyle'],
  ['s3://my-bucket/a%20b', 'must have as prefix'],
])('%s is refused, and nothing secret is repeated', (text, message) => {
  expect(() => readS3Address(text)).toThrow(message);
  expect(() => readS3Address(text)).not.toThrow(/hush|:secret/);
});
