/** ISO 3166-1, two letters. */
const CODES = new Set(
  (
    'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA ' +
    'CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA ' +
    'GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP ' +
    'KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS ' +
    'MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS ' +
    'RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW ' +
    'TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW'
  ).split(' '),
);

/** The languages in which names of countries are known: those of documents, of the European Union, and some beside it. */
export const COUNTRY_LANGUAGES =
  'en de fr es ja ar bg cs da el et fi ga hr hu it lt lv mt nl pl pt ro sk sl sv nb is zh ko tr uk'.split(
    ' ',
  );

/** What people write beside the names that Unicode has. Each is one country and no other. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  usa: 'US',
  'united states of america': 'US',
  'the united states': 'US',
  uk: 'GB',
  'great britain': 'GB',
  england: 'GB',
  scotland: 'GB',
  wales: 'GB',
  'northern ireland': 'GB',
  holland: 'NL',
  'the netherlands': 'NL',
  'czech republic': 'CZ',
  'russian federation': 'RU',
  'republic of ireland': 'IE',
  'viet nam': 'VN',
  turkey: 'TR',
};

const normalise = (name: string) =>
  name.normalize('NFC').toLowerCase().replaceAll('.', '').replaceAll('’', "'").replaceAll(/\s+/g, ' ').trim();

/** By name; null where a name is that of several countries. */
let names: Map<string, string | null> | undefined;

function listNames(): Map<string, string | null> {
  const found = new Map<string, string | null>();
  for (const language of COUNTRY_LANGUAGES) {
    const display = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' });
    for (const code of CODES) {
      const name = normalise(display.of(code) ?? '');
      if (name === '') continue;
      const before = found.get(name);
      found.set(name, before === undefined || before === code ? code : null);
    }
  }
  for (const [name, code] of Object.entries(OTHER_NAMES)) found.set(name, code);
  return found;
}

/**
 * The ISO 3166-1 code of a country that is told by its code or its name, in one of the languages
 * above; undefined where it is not certain which is meant.
 */
export function findCountryCode(country: string | null | undefined): string | undefined {
  const name = normalise(country ?? '');
  const code = name.toUpperCase();
  if (CODES.has(code)) return code;
  names ??= listNames();
  return names.get(name) ?? undefined;
}
