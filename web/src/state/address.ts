// The page's whole state as its address, in the API's own names: what is in the URL is all there is to share.
import type { Clock } from '../api/shapes';

/** The filters of the list of incidents. */
export const FILTERS = ['occurred_from', 'occurred_to', 'status', 'kind', 'place', 'voice', 'q'] as const;
export type Filter = (typeof FILTERS)[number];

const NAMES = [
  'timeline',
  'incident',
  'known_on',
  'recorded_by',
  'at_position',
  'clock',
  'from',
  'view',
  'form',
  'tz',
  ...FILTERS,
] as const;
export type Name = (typeof NAMES)[number];

/** In these a space is the plus of an offset, typed by hand. */
const MOMENTS: readonly Name[] = ['known_on', 'recorded_by', 'from'];

/** The state; what is not said is absent. */
export type Address = Partial<Record<Name, string>>;

/** Reads the state from a query; returns it with the parameters that nobody knows. */
export function read(search: string): { address: Address; unknown: string[] } {
  const address: Address = {};
  const unknown: string[] = [];
  for (const [name, value] of new URLSearchParams(search)) {
    if (!isName(name)) unknown.push(name);
    else if (value) address[name] = MOMENTS.includes(name) ? value.replace(' ', '+') : value;
  }
  return { address, unknown };
}

/** Changes of a state: null takes a part away. */
export type Changes = { [name in Name]?: string | null };

/** Returns a state with some changes. */
export function changed(address: Address, changes: Changes): Address {
  const said = Object.entries({ ...address, ...changes }).filter(([, value]) => value);
  return Object.fromEntries(said);
}

/** Returns the query that says the state, always in the same order. */
export function query(address: Address): string {
  const said = NAMES.flatMap((name) => (address[name] ? [[name, address[name]] as [string, string]] : []));
  return `?${new URLSearchParams(said)}`;
}

/** Which clock the slider moves. */
export function clockOf(address: Address): Clock {
  return address.clock === 'recorded' ? 'recorded' : 'published';
}

/** Returns the filters that are set. */
export function filtersOf(address: Address): Partial<Record<Filter, string>> {
  return Object.fromEntries(FILTERS.flatMap((name) => (address[name] ? [[name, address[name]]] : [])));
}

function isName(name: string): name is Name {
  return (NAMES as readonly string[]).includes(name);
}
