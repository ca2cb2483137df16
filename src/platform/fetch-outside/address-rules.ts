import ipaddr from 'ipaddr.js';

/** All of IPv6 that is given out for the internet (RFC 4291, 2.4 and IANA). */
const GLOBAL_IPV6 = ipaddr.parseCIDR('2000::/3');

/**
 * Whether an address belongs to the public internet: not this machine, a private or link-local network, a multicast group, a
 * range that is reserved, nor an IPv6 address that stands for an IPv4 address of these.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address) || address.includes('%')) return false;
  // As IPv4, where an IPv6 address only wraps one.
  const parsed = ipaddr.process(address);
  // Also ranges that translate into IPv4 (6to4, Teredo, NAT64) are none of "unicast".
  if (parsed.range() !== 'unicast') return false;
  return parsed.kind() === 'ipv4' || parsed.match(GLOBAL_IPV6);
}

/** Ports of services other than the web, which nobody means to fetch a file from. */
const WEB_PORTS = new Set(['', '80', '443']);
const FIRST_UNRESERVED_PORT = 1024;

/**
 * What is wrong with a URL before anything is looked up, as a predicate; undefined where nothing is.
 */
export function findUrlFault(text: string): string | undefined {
  if (!URL.canParse(text)) return 'must be a URL that begins with http:// or https://';
  const { protocol, username, password, port, hostname } = new URL(text);
  if (protocol !== 'http:' && protocol !== 'https:')
    return 'must be a URL that begins with http:// or https://';
  if (username || password) return 'must be a URL without a user name or password';
  if (!WEB_PORTS.has(port) && Number(port) < FIRST_UNRESERVED_PORT)
    return 'must be a URL of a web server: port 80, 443, or one from 1024 on';
  if (hostname === '') return 'must be a URL that names a host';
  return undefined;
}
