// Which country, code and name a piece of Natural Earth gets on our map; docs/map.md says why.

/** Countries whose regions are drawn. */
export const DETAILED = new Set(['UA', 'RU', 'BY', 'LT', 'PL', 'LV', 'EE', 'KP', 'KR', 'MD']);

/** Pieces whose code begins with no country, by the state in whose recognised borders they lie. */
const WITHOUT_A_CODE = {
  '-99-X02~': 'FR', // Clipperton
  '-99-X03~': 'AU', // Coral Sea Islands
  '-99-X04~': 'CY', // Northern Cyprus
  '-99-X05~': 'KZ', // Baikonur, leased to Russia
  '-99-X06~': 'IN', // the Siachen Glacier: each part of Kashmir is drawn with the state that administers it
  '-99-X11~': 'SO', // Somaliland
  '-99-X13~': 'CU', // Guantánamo Bay, leased to the United States
  '-99-X14~': 'CX', // Christmas Island
  '-99-X15~': 'CC', // Cocos Islands
  '-99-X16~': 'CY', // Dhekelia: a British base, drawn with the island that it lies on
  '-99-X17~': 'CY', // Akrotiri: likewise
};

/** Kosovo: XK is a code that ISO 3166-1 leaves to its users, and claims cannot name it; ISO 3166-2 has RS-KM. */
const PREFIXES = { XK: 'RS' };

/** The Spratly and Paracel Islands: several states claim them, and they have no code. They are not drawn. */
const NOWHERE = new Set(['-99-X08~', 'CN-X01~']);

/** Parts of a state to which ISO 3166-1 gives a code of their own; MA-16 lies in Western Sahara. */
const TERRITORIES = pairs(`
  FR-GF GF  FR-GP GP  FR-MQ MQ  FR-RE RE  FR-YT YT  NL-BQ1 BQ  NL-BQ2 BQ  NL-BQ3 BQ  NL-SX SX
  NO-21 SJ  NO-X01~ BV  US-PR PR  MA-16 EH
`);

/** Regions that lie across a border which Natural Earth does not draw: what is beyond belongs to another country. */
export const CUTS = [
  { code: 'MA-14', country: 'EH', isBeyond: ([, lat]) => lat < 27.665 }, // Western Sahara begins at 27°40′ N
  { code: 'MA-15', country: 'EH', isBeyond: ([, lat]) => lat < 27.665 },
  { code: 'IL-Z', country: 'SY', isBeyond: ([lon]) => lon > 35.64 }, // the Golan Heights
  { code: 'IL-JM', country: 'PS', isBeyond: ([lon]) => lon > 35.228 }, // East Jerusalem
];

/**
 * What has another code in ISO 3166-2 today. Natural Earth has the city and the region of Moscow the wrong way round.
 * Of Moldova's left bank it has three districts besides MD-SN; the one called Bender is Tiraspol's for the most part.
 */
const CODES = pairs(`
  RU-MOS RU-MOW  RU-MOW RU-MOS
  MD-BD MD-SN  MD-CAM MD-SN  MD-GRI MD-SN
  EE-44 EE-45  EE-49 EE-50  EE-51 EE-52  EE-57 EE-56  EE-59 EE-60  EE-65 EE-64  EE-67 EE-68  EE-70 EE-71  EE-78 EE-79
  EE-82 EE-81  EE-86 EE-87
  PL-DS PL-02  PL-KP PL-04  PL-LU PL-06  PL-LB PL-08  PL-LD PL-10  PL-MA PL-12  PL-MZ PL-14  PL-OP PL-16  PL-PK PL-18
  PL-PD PL-20  PL-PM PL-22  PL-SL PL-24  PL-SK PL-26  PL-WN PL-28  PL-WP PL-30  PL-ZP PL-32
`);

/** Pieces that share another's code, by their own number: Rîbnița, and the municipalities around Latvian cities. */
const PIECES = pairs('MDA-1645 MD-SN  LVA-1066 LV-077  LVA-1081 LV-111  LVA-1084 LV-041  LVA-934 LV-106');

/** The municipalities of Latvia since 2021, and the older ones that each was made of. */
const LATVIA = `
  002 Aizkraukle: 002 038 046 065 072 092
  007 Alūksne: 007
  011 Ādaži: 011 020
  015 Balvi: 014 015 082 108
  016 Bauska: 016 034 083 105
  022 Cēsis: 008 022 039 055 070 075 104
  026 Dobele: 010 026 098
  033 Gulbene: 033
  041 Jelgava (municipality): 041 069
  042 Jēkabpils: 004 042 049 086 107 JKB
  047 Krāslava: 024 047
  050 Kuldīga: 006 050 093
  052 Ķekava: 013 052
  054 Limbaži: 005 054 085
  056 Līvāni: 056
  058 Ludza: 023 044 058 110
  059 Madona: 021 030 057 059
  062 Mārupe: 012 062
  067 Ogre: 035 051 053 067
  068 Olaine: 068
  073 Preiļi: 001 073 078 103
  077 Rēzekne (municipality): 077 109
  080 Ropaži: 031 080 095
  087 Salaspils: 087
  088 Saldus: 018 088
  089 Saulkrasti: 089 090
  091 Sigulda: 037 048 061 091
  094 Smiltene: 009 076 094
  097 Talsi: 027 063 079 097
  099 Tukums: 029 040 043 099
  101 Valka: 101
  102 Varakļāni: 102
  106 Ventspils (municipality): 106
  111 Augšdaugava: 036 111
  112 South Kurzeme: 003 028 032 066 071 074 081 100
  113 Valmiera: 017 019 045 060 064 084 096 VMR
`;
const LATVIAN = [...LATVIA.matchAll(/(\d+) (.+): (.+)/g)].map(([, number, name, parts]) => ({
  code: `LV-${number}`,
  name,
  parts: parts.split(' ').map((part) => `LV-${part}`),
}));
const LATVIAN_CODES = Object.fromEntries(LATVIAN.flatMap(({ code, parts }) => parts.map((part) => [part, code])));

/** English names, where Natural Earth has none, one twice, or the wrong one. */
const NAMES = {
  'BY-HM': 'Minsk (city)',
  'BY-MA': 'Mogilev',
  'BY-MI': 'Minsk (region)',
  'MD-GA': 'Gagauzia',
  'MD-SN': 'Transnistria',
  'RU-ALT': 'Altai Krai',
  'RU-MOS': 'Moscow (region)',
  'RU-MOW': 'Moscow (city)',
  'UA-30': 'Kyiv (city)',
  'UA-32': 'Kyiv (region)',
  'UA-51': 'Odesa',
  ...Object.fromEntries(LATVIAN.map(({ code, name }) => [code, name])),
};
const COUNTRY_NAMES = new Intl.DisplayNames(['en'], { type: 'region' });

/** Returns the ISO 3166-2 code of a piece; one that ends in ~ is Natural Earth's own. */
export function codeOf({ adm1_code: number, iso_3166_2: code }) {
  const today = PIECES[number] ?? CODES[code] ?? code;
  return LATVIAN_CODES[today] ?? today;
}

/** Returns the ISO 3166-1 code of the country that a region is drawn with, or null where it is drawn with none. */
export function countryOf(code) {
  if (NOWHERE.has(code)) return null;
  const prefix = code.slice(0, 2);
  return WITHOUT_A_CODE[code] ?? TERRITORIES[code] ?? PREFIXES[prefix] ?? prefix;
}

/** Returns what a region is called in English. */
export function nameOf(code, { name_en: english, name }) {
  return NAMES[code] ?? english ?? name;
}

/** Returns what a country is called in English. */
export function countryNameOf(code) {
  return COUNTRY_NAMES.of(code);
}

function pairs(text) {
  return Object.fromEntries([...text.matchAll(/(\S+) (\S+)/g)].map(([, from, to]) => [from, to]));
}
